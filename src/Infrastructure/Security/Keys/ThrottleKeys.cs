using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Security.Keys;

/// <summary>Names what attempts are counted by, without telling: keyed hashes of account and network address.</summary>
internal sealed class ThrottleKeys(MasterKey masterKey)
{
    private readonly byte[] _key = masterKey.Derive(KeyLabels.AddressHashes);

    /// <summary>One account, tried from one network.</summary>
    public byte[] ForPair(EmailAddress email, IPAddress? address) => Hash($"pair|{Network(address)}|{Fold(email)}");

    /// <summary>One account, tried from anywhere.</summary>
    public byte[] ForAccount(EmailAddress email) => Hash($"account|{Fold(email)}");

    /// <summary>Whoever has one IPv6 address has its whole /64.</summary>
    public static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    // At least as coarse as the database's folding, or each spelling of one account had attempts of its own: upper case unites the forms
    // of sigma, composing unites the capital I with a dot.
    private static string Fold(EmailAddress email) => email.Value.ToLowerInvariant().ToUpperInvariant().Normalize();

    private byte[] Hash(string text) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));
}
