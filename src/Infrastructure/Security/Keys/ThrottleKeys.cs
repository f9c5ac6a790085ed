using System.Net;
using System.Security.Cryptography;
using System.Text;
using UserSystem.Application.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Security.Keys;

/// <summary>Names what attempts are counted by, without telling: keyed hashes of account and network address.</summary>
internal sealed class ThrottleKeys(MasterKey masterKey)
{
    private readonly byte[] _key = masterKey.Derive(KeyLabels.AddressHashes);

    /// <summary>One account, tried from one network.</summary>
    public byte[] ForPair(EmailAddress email, IPAddress? address) => Hash($"pair|{ClientNetwork.Of(address)}|{Fold(email)}");

    /// <summary>One account, tried from anywhere.</summary>
    public byte[] ForAccount(EmailAddress email) => Hash($"account|{Fold(email)}");

    /// <summary>Mail to one address: of one kind, or one of the last.</summary>
    public byte[] ForMail(EmailAddress email, string which) => Hash($"mail|{which}|{Fold(email)}");

    /// <summary>That an address used an invitation.</summary>
    public byte[] ForInvitation(EmailAddress email) => Hash($"invitation|{Fold(email)}");

    /// <summary>That an account's owner was told of it.</summary>
    public byte[] ForNotice(EmailAddress email) => Hash($"notice|{Fold(email)}");

    /// <summary>Tokens that were worth nothing, from one network.</summary>
    public byte[] ForTokens(IPAddress? address) => Hash($"tokens|{ClientNetwork.Of(address)}");

    // At least as coarse as the database's folding, or each spelling of one account had attempts of its own: upper case unites the forms
    // of sigma, composing unites the capital I with a dot.
    private static string Fold(EmailAddress email) => email.Value.ToLowerInvariant().ToUpperInvariant().Normalize();

    private byte[] Hash(string text) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));
}
