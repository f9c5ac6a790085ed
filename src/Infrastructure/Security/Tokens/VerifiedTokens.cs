using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>The SHA-256 of a token: as good as the token as a key, a tenth of its size, and of no use to whoever reads the memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TokenDigest(ulong A, ulong B, ulong C, ulong D)
{
    // Used again and again: to hash in one call makes a state of the library and throws it away, a seventh of what a look-up costs.
    [ThreadStatic]
    private static IncrementalHash? _sha256;

    /// <summary>The digest; null for a text that is no token, being too long or not ASCII.</summary>
    [SkipLocalsInit] // Clearing the buffer first would cost as much as the look-up.
    public static TokenDigest? Of(string token)
    {
        Span<byte> bytes = stackalloc byte[Es256.MaxLength];
        if (token.Length > Es256.MaxLength || Ascii.FromUtf16(token, bytes, out var length) is not OperationStatus.Done)
        {
            return null;
        }

        Span<ulong> hash = stackalloc ulong[4];
        var sha256 = _sha256 ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(bytes[..length]);
        sha256.GetHashAndReset(MemoryMarshal.AsBytes(hash));
        return new TokenDigest(hash[0], hash[1], hash[2], hash[3]);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)A;
}

/// <summary>What a good signature was found to say, and the keys that it was judged by.</summary>
internal readonly record struct VerifiedToken(AccessTokenClaims Claims, SigningKeySet Keys);

/// <summary>
/// Tokens whose signature was found good, so that it is reckoned once. Two generations stand for an LRU list: a full young one becomes the
/// old one, whose members come back when they are used and are otherwise forgotten together. A token lies in the tables themselves, and
/// these are used again: tokens that come and go leave nothing to collect.
/// </summary>
internal sealed class VerifiedTokens
{
    private const int DefaultCapacity = 50_000;
    private const int Parts = 16;

    private readonly Part[] _parts;

    /// <summary>Keeps at most this many tokens, and about half of that at least once it was full.</summary>
    public VerifiedTokens(int capacity = DefaultCapacity)
    {
        // Each part has a lock of its own, so that threads seldom meet. What is small has no use for parts.
        _parts = new Part[capacity < Parts * 256 ? 1 : Parts];
        for (var i = 0; i < _parts.Length; i++)
        {
            _parts[i] = new Part(Math.Max(1, capacity / _parts.Length / 2));
        }
    }

    /// <summary>How many are kept; never more than the capacity.</summary>
    public int Count => _parts.Sum(static part => part.Count);

    /// <summary>What is known of this token; false if nothing is.</summary>
    public bool TryFind(TokenDigest digest, out VerifiedToken token) => PartOf(digest).TryFind(digest, out token);

    /// <summary>Keeps a token that was verified.</summary>
    public void Add(TokenDigest digest, VerifiedToken token) => PartOf(digest).Add(digest, token);

    // Not by what the tables tell their members apart by.
    private Part PartOf(TokenDigest digest) => _parts[(uint)digest.D % (uint)_parts.Length];

    private sealed class Part(int half)
    {
        private readonly Lock _lock = new();

        // As large as they will be: memory that nobody wrote to yet is none, and what was outgrown would be left behind.
        private Dictionary<TokenDigest, VerifiedToken> _young = new(half);
        private Dictionary<TokenDigest, VerifiedToken> _old = new(half);

        public int Count
        {
            get
            {
                lock (_lock)
                {
                    return _young.Count + _old.Count;
                }
            }
        }

        public bool TryFind(TokenDigest digest, out VerifiedToken token)
        {
            lock (_lock)
            {
                if (_young.TryGetValue(digest, out token))
                {
                    return true;
                }

                if (!_old.Remove(digest, out token))
                {
                    return false;
                }

                Keep(digest, token);
                return true;
            }
        }

        public void Add(TokenDigest digest, VerifiedToken token)
        {
            lock (_lock)
            {
                _old.Remove(digest);
                Keep(digest, token);
            }
        }

        private void Keep(TokenDigest digest, VerifiedToken token)
        {
            _young[digest] = token;
            if (_young.Count >= half)
            {
                (_young, _old) = (_old, _young);
                _young.Clear();
            }
        }
    }
}
