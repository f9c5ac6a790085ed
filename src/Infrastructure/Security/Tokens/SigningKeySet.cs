using System.Collections.Frozen;
using UserSystem.Application.Accounts;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>The signing keys that are known at one moment. Never changes.</summary>
internal sealed class SigningKeySet
{
    private readonly SigningKey[] _newestFirst;
    private readonly FrozenDictionary<string, SigningKey>.AlternateLookup<ReadOnlySpan<char>> _byHeader;

    public SigningKeySet(IEnumerable<SigningKey> keys)
    {
        _newestFirst = [.. keys.OrderByDescending(key => key.Span.ActiveFrom).ThenBy(key => key.Kid, StringComparer.Ordinal)];
        _byHeader = _newestFirst.ToFrozenDictionary(key => key.Header, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        Published = [.. _newestFirst.Select(key => key.Jwk)];
    }

    /// <summary>The keys, the newest first.</summary>
    public IReadOnlyList<SigningKey> Keys => _newestFirst;

    /// <summary>The public halves, those that do not sign yet or no more included.</summary>
    public IReadOnlyList<JwkDto> Published { get; }

    /// <summary>The key whose tokens begin with this segment.</summary>
    public SigningKey? FindByHeader(ReadOnlySpan<char> header) => _byHeader.TryGetValue(header, out var key) ? key : null;

    /// <summary>The key that signs at this moment: the newest that is active.</summary>
    public SigningKey? SignerAt(DateTimeOffset now)
    {
        foreach (var key in _newestFirst)
        {
            if (key.Span.ActiveFrom <= now && now < key.Span.SignsUntil)
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>True if both hold the same keys for the same times.</summary>
    public bool HasSameKeysAs(SigningKeySet other) =>
        _newestFirst.Select(key => (key.Kid, key.Span)).SequenceEqual(other._newestFirst.Select(key => (key.Kid, key.Span)));
}
