using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using UserSystem.Application.Ports;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>The SHA-256 of a token: as good as the token as a key, a tenth of its size, and of no use to whoever reads the memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TokenDigest(ulong A, ulong B, ulong C, ulong D)
{
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
        SHA256.HashData(bytes[..length], MemoryMarshal.AsBytes(hash));
        return new TokenDigest(hash[0], hash[1], hash[2], hash[3]);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)A;
}

/// <summary>What a good signature was found to say.</summary>
internal sealed record VerifiedToken(CallerIdentity Identity, long ExpiresAt, SigningKeySet Keys);

/// <summary>
/// Tokens whose signature was found good, so that it is reckoned once. Two generations stand for an LRU list: a full young one becomes the
/// old one, whose members come back when they are used and are otherwise forgotten together. Reading takes no lock.
/// </summary>
internal sealed class VerifiedTokens(int capacity = VerifiedTokens.DefaultCapacity)
{
    private const int DefaultCapacity = 50_000;

    private readonly int _half = Math.Max(1, capacity / 2);
    private readonly Lock _turning = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>How many are kept; never more than the capacity, except for those being added at this moment.</summary>
    public int Count => _young.Tokens.Count + _old.Tokens.Count;

    /// <summary>What is known of this token; null if nothing is.</summary>
    public VerifiedToken? Find(TokenDigest digest)
    {
        if (_young.Tokens.TryGetValue(digest, out var found))
        {
            return found;
        }

        if (_old.Tokens.TryRemove(digest, out found))
        {
            Add(digest, found);
        }

        return found;
    }

    /// <summary>Keeps a token that was verified.</summary>
    public void Add(TokenDigest digest, VerifiedToken token)
    {
        var young = _young;
        if (!young.Tokens.TryAdd(digest, token))
        {
            young.Tokens[digest] = token;
        }
        else if (Interlocked.Increment(ref young.Added) >= _half)
        {
            Turn(young);
        }
    }

    private void Turn(Generation full)
    {
        lock (_turning)
        {
            if (ReferenceEquals(_young, full))
            {
                _old = full;
                _young = new Generation();
            }
        }
    }

    private sealed class Generation
    {
        public readonly ConcurrentDictionary<TokenDigest, VerifiedToken> Tokens = new();

        /// <summary>Counted beside the dictionary, which would take all its locks to count.</summary>
        public int Added;
    }
}
