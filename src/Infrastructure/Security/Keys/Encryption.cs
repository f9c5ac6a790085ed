using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace UserSystem.Infrastructure.Security.Keys;

/// <summary>
/// Seals bytes with AES-256-GCM (NIST SP 800-38D) under a key derived for their purpose. What is sealed says which master key sealed it,
/// so that it still opens when that key has become a previous one. Nonces are random: at most 2^32 seals under one label and master key.
/// </summary>
/// <remarks>Layout: version (1), id of the master key (4), nonce (12), ciphertext, tag (16).</remarks>
public sealed class Encryption
{
    private const byte Version = 1;
    private const int IdLength = 4;
    private const int HeaderLength = 1 + IdLength;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>How many bytes longer the sealed form is.</summary>
    public const int Overhead = HeaderLength + NonceLength + TagLength;

    private readonly ConcurrentDictionary<string, IReadOnlyList<byte[]>> _keys = new(StringComparer.Ordinal);
    private readonly MasterKey _masterKey;
    private readonly IReadOnlyList<byte[]> _ids;

    /// <summary>Seals under this master key.</summary>
    public Encryption(MasterKey masterKey)
    {
        _masterKey = masterKey;
        _ids = masterKey.DeriveAll(KeyLabels.KeyId, IdLength);
    }

    /// <summary>
    /// Seals. What belongs to the data but is kept beside it, like the id of its row, can be bound to it as <paramref name="context"/>:
    /// it opens with the same context only.
    /// </summary>
    public byte[] Seal(string label, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context = default)
    {
        var output = new byte[Overhead + plain.Length];
        output[0] = Version;
        _ids[0].CopyTo(output, 1);
        var nonce = output.AsSpan(HeaderLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);

        using var cipher = new AesGcm(KeysFor(label)[0], TagLength);
        cipher.Encrypt(nonce, plain, output.AsSpan(HeaderLength + NonceLength, plain.Length), output.AsSpan(^TagLength..), Bound(output, context));
        return output;
    }

    /// <summary>Opens; null where it was sealed by an unknown master key, under another label or context, or is spoilt. Never throws.</summary>
    public byte[]? Open(string label, ReadOnlySpan<byte> input, ReadOnlySpan<byte> context = default)
    {
        if (input.Length < Overhead || input[0] != Version)
        {
            return null;
        }

        var keys = KeysFor(label);
        for (var i = 0; i < _ids.Count; i++)
        {
            // Two keys may by chance have one id: the tag decides.
            if (input[1..HeaderLength].SequenceEqual(_ids[i]) && TryOpen(keys[i], input, context) is { } plain)
            {
                return plain;
            }
        }

        return null;
    }

    private static byte[]? TryOpen(byte[] key, ReadOnlySpan<byte> input, ReadOnlySpan<byte> context)
    {
        var plain = new byte[input.Length - Overhead];
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(
                input.Slice(HeaderLength, NonceLength), input[(HeaderLength + NonceLength)..^TagLength], input[^TagLength..], plain,
                Bound(input, context));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Bound(ReadOnlySpan<byte> message, ReadOnlySpan<byte> context) => [.. message[..HeaderLength], .. context];

    private IReadOnlyList<byte[]> KeysFor(string label) =>
        _keys.GetOrAdd(label, static (name, masterKey) => masterKey.DeriveAll(name), _masterKey);
}
