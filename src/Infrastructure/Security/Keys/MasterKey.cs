using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace UserSystem.Infrastructure.Security.Keys;

/// <summary>
/// The one secret of an installation, and those before it. It is never used itself: each purpose has a key derived from it by
/// HKDF with SHA-256 (RFC 5869) under a label of <see cref="KeyLabels"/>, so that no two purposes share a key.
/// </summary>
public sealed class MasterKey
{
    /// <summary>Length of a master key in bytes.</summary>
    public const int Length = 32;

    private const string HowToMake = "make one with: openssl rand -base64 32";

    private readonly byte[][] _keys;

    private MasterKey(byte[][] keys) => _keys = keys;

    /// <summary>
    /// Takes the key from the settings or, where they hold none and <paramref name="embeddedKeyFile"/> is given, from that file, which is
    /// made when it is missing. Throws <see cref="MasterKeyException"/> where there is no key, or one that is unfit.
    /// </summary>
    public static MasterKey Load(SecurityOptions options, string? embeddedKeyFile)
    {
        var previous = (options.PreviousMasterKeys ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => Parse(text, "Security__PreviousMasterKeys"));
        return new MasterKey([Current(options, embeddedKeyFile), .. previous]);
    }

    /// <summary>The key for a purpose, up to 8,160 bytes.</summary>
    public byte[] Derive(string label, int length = Length) => Derive(_keys[0], label, length);

    /// <summary>The keys for a purpose, of the present master key first and then of each one before it.</summary>
    public IReadOnlyList<byte[]> DeriveAll(string label, int length = Length) => [.. _keys.Select(key => Derive(key, label, length))];

    private static byte[] Derive(byte[] key, string label, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, length, salt: null, info: Encoding.UTF8.GetBytes(label));

    private static byte[] Current(SecurityOptions options, string? embeddedKeyFile)
    {
        var (text, file) = (Given(options.MasterKey), Given(options.MasterKeyFile));
        return (text, file, Given(embeddedKeyFile)) switch
        {
            (not null, not null, _) => throw new MasterKeyException(
                "Security__MasterKey and Security__MasterKeyFile are both set: keep one of them."),
            (not null, _, _) => Parse(text, "Security__MasterKey"),
            (_, not null, _) => Parse(Read(file), $"Security__MasterKeyFile ({file})"),
            (_, _, { } embedded) => Parse(MasterKeyFile.ReadOrCreate(embedded), $"the master key in {embedded}"),
            _ => throw new MasterKeyException(
                $"Security__MasterKey is not set: the service needs a master key of 32 bytes as base64; {HowToMake}"),
        };
    }

    private static string? Given(string? setting) => string.IsNullOrWhiteSpace(setting) ? null : setting.Trim();

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException(
                $"Security__MasterKeyFile names a file that cannot be read ({file}): it holds 32 bytes as base64; {HowToMake}", unreadable);
        }
    }

    private static byte[] Parse(string text, string setting)
    {
        var key = new byte[Length];
        if (!Base64.IsValid(text, out var length) || length != Length || !Convert.TryFromBase64String(text, key, out _))
        {
            throw new MasterKeyException($"{setting} is not 32 bytes as base64; {HowToMake}");
        }

        // Zeros, or a phrase repeated: keys that come from an example and not from a generator of random bytes.
        return key.Distinct().Count() >= 12
            ? key
            : throw new MasterKeyException($"{setting} is not random; {HowToMake}");
    }
}
