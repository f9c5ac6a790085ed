using System.Buffers.Binary;
using System.Security.Cryptography;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>
/// A hash as ASP.NET Core Identity keeps it by itself: PBKDF2 in base64, format 2 (SHA-1, 1000 rounds) or 3 (rounds and function written with
/// it). Only to verify what was brought along.
/// </summary>
internal sealed class IdentityHash
{
    private const int SaltBytes = 16;

    // About a second: rounds, times the blocks that the length of the key asks for.
    private const long MaxWork = 1_000_000;

    private readonly byte[] _salt;
    private readonly byte[] _key;
    private readonly int _rounds;
    private readonly HashAlgorithmName _function;

    private IdentityHash(byte[] salt, byte[] key, int rounds, HashAlgorithmName function) =>
        (_salt, _key, _rounds, _function) = (salt, key, rounds, function);

    /// <summary>Reads the text; null where it is nothing of the kind or costs too much.</summary>
    public static IdentityHash? Parse(string text)
    {
        Span<byte> buffer = stackalloc byte[PhcString.MaxLength];
        if (text.Length > PhcString.MaxLength || !Convert.TryFromBase64String(text, buffer, out var length))
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = buffer[..length];
        return bytes switch
        {
            [0, ..] when length == 1 + SaltBytes + 32 =>
                new IdentityHash(bytes[1..(1 + SaltBytes)].ToArray(), bytes[(1 + SaltBytes)..].ToArray(), 1000, HashAlgorithmName.SHA1),
            [1, ..] when length > 13 => ReadThird(bytes[1..]),
            _ => null,
        };
    }

    /// <summary>Compares a password, as UTF-8; the time does not depend on where they differ.</summary>
    public bool Matches(ReadOnlySpan<byte> password)
    {
        Span<byte> key = stackalloc byte[_key.Length];
        Rfc2898DeriveBytes.Pbkdf2(password, _salt, key, _rounds, _function);
        return CryptographicOperations.FixedTimeEquals(key, _key);
    }

    // Function, rounds, length of the salt; salt; key.
    private static IdentityHash? ReadThird(ReadOnlySpan<byte> bytes)
    {
        var (function, block) = BinaryPrimitives.ReadUInt32BigEndian(bytes) switch
        {
            0 => (HashAlgorithmName.SHA1, 20),
            1 => (HashAlgorithmName.SHA256, 32),
            2 => (HashAlgorithmName.SHA512, 64),
            _ => default,
        };
        var (rounds, salt) = (BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]));
        var rest = bytes[12..];
        var key = rest.Length - (long)salt;
        return block > 0 && salt is >= 8 and <= 64 && key is >= 16 and <= 64 && rounds >= 1 && rounds * ((key + block - 1) / block) <= MaxWork
            ? new IdentityHash(rest[..(int)salt].ToArray(), rest[(int)salt..].ToArray(), (int)rounds, function)
            : null;
    }
}
