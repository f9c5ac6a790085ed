using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace UserSystem.Domain.Shared;

/// <summary>A secret that travels by mail: 256 random bits as base64url. Only its SHA-256 is ever kept.</summary>
public sealed record OneTimeToken(string Text, byte[] Hash)
{
    /// <summary>A new secret.</summary>
    public static OneTimeToken Create()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new OneTimeToken(text, HashOf(text));
    }

    /// <summary>The hash under which a presented secret is looked up. Any text may be given, of any length.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
