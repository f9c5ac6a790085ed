using UserSystem.Application.Accounts;

namespace UserSystem.Application.Ports;

/// <summary>What is public about the signing of access tokens.</summary>
public interface ISigningKeyReader
{
    /// <summary>The claim <c>iss</c> of access tokens.</summary>
    string Issuer { get; }

    /// <summary>The public keys, the newest first; null while they could not be read yet.</summary>
    IReadOnlyList<JwkDto>? Published { get; }
}
