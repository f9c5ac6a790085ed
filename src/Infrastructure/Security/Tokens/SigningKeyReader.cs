using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>What other services are told so that they can verify access tokens by themselves.</summary>
internal sealed class SigningKeyReader(SigningKeys keys, IOptions<TokensOptions> options) : ISigningKeyReader
{
    public string Issuer => options.Value.Issuer ?? throw new InvalidOperationException("Tokens__Issuer was not resolved.");

    public IReadOnlyList<JwkDto>? Published => keys.Current?.Published;
}
