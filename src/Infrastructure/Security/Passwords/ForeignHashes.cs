using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>
/// Verifies hashes that people bring along from other systems: bcrypt, SHA-crypt, MD5-crypt, yescrypt. It never makes one. A scheme that
/// this machine's library does not know is refused, and so are costs beyond <see cref="ForeignScheme"/>'s bounds.
/// </summary>
internal sealed class ForeignHashes
{
    /// <summary>What bcrypt reads of a password.</summary>
    public const int BcryptBytes = 72;

    private readonly SystemCrypt _crypt;
    private readonly Lazy<FrozenSet<ForeignScheme>> _known;

    /// <summary>Uses the system's library.</summary>
    public ForeignHashes()
        : this(new SystemCrypt("libcrypt.so.1", "libcrypt.so.2"))
    {
    }

    /// <summary>Uses a given library.</summary>
    public ForeignHashes(SystemCrypt crypt)
    {
        _crypt = crypt;
        _known = new(Probe);
    }

    /// <summary>Whether a password of usual length can be verified against this hash here; ask before storing one.</summary>
    public bool CanVerify(string hash) => ForeignScheme.Of(hash, BcryptBytes) is { } scheme && _known.Value.Contains(scheme);

    /// <summary>
    /// Why a hash cannot be verified against a password of so many bytes, in words for whoever runs the service; null where it can,
    /// by whatever reads it.
    /// </summary>
    public string? Refusal(string hash, int passwordBytes)
    {
        if (PhcString.Parse(hash) is not null || IdentityHash.Parse(hash) is not null)
        {
            return null;
        }

        if (ForeignScheme.Of(hash, passwordBytes) is { } scheme)
        {
            return _known.Value.Contains(scheme) ? null : $"{scheme.Name}, which the libcrypt of this machine does not know";
        }

        return ForeignScheme.Named(hash) is { } name ? $"{name}, malformed or costlier than is borne here" : "of no kind that is known here";
    }

    /// <summary>Compares a password, as UTF-8, with a hash; the time does not depend on where they differ.</summary>
    public ForeignVerdict Verify(string hash, ReadOnlySpan<byte> password)
    {
        // The library would stop at a zero byte and accept whatever follows it.
        if (password.Contains((byte)0) || ForeignScheme.Of(hash, password.Length) is not { } scheme || !_known.Value.Contains(scheme))
        {
            return ForeignVerdict.Refused;
        }

        if (_crypt.Hash(password, hash) is not { } computed)
        {
            return ForeignVerdict.Refused;
        }

        if (!CryptographicOperations.FixedTimeEquals(computed, Encoding.UTF8.GetBytes(hash)))
        {
            return ForeignVerdict.Mismatch;
        }

        return scheme == ForeignScheme.Bcrypt && password.Length > BcryptBytes ? ForeignVerdict.MatchOfStart : ForeignVerdict.Match;
    }

    private FrozenSet<ForeignScheme> Probe()
    {
        ForeignScheme[] all =
            [ForeignScheme.Bcrypt, ForeignScheme.Md5, ForeignScheme.Sha256, ForeignScheme.Sha512, ForeignScheme.Yescrypt];
        return all.Where(scheme => _crypt.Hash("probe"u8, scheme.Probe) is not null).ToFrozenSet();
    }
}
