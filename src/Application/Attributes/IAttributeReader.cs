using UserSystem.Application.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>A value that was looked for.</summary>
/// <param name="HasPerson">False where there is no such person.</param>
/// <param name="Found">The value; null where none is set.</param>
public readonly record struct AttributeLookup(bool HasPerson, AttributeDto? Found);

/// <summary>What people are looked up by.</summary>
/// <param name="Key">Under which key.</param>
/// <param name="Value">A value, or an element of one, as normalized JSON.</param>
/// <param name="InLists">Whether it is an element: null where it may be either.</param>
public sealed record AttributeSearch(string Key, string Value, bool? InLists);

/// <summary>Values as they are shown, before it is asked who may see them. One statement a question; deleted people are seen where that is asked for.</summary>
public interface IAttributeReader
{
    /// <summary>The value of a person under a key.</summary>
    Task<AttributeLookup> FindAsync(UserId userId, string key, bool withDeleted, CancellationToken ct);

    /// <summary>All values of a person, or those under these keys, in the order of their keys; null where there is no such person.</summary>
    Task<IReadOnlyList<AttributeDto>?> ListAsync(UserId userId, IReadOnlyCollection<string>? keys, bool withDeleted, CancellationToken ct);

    /// <summary>The values as they stood at an instant, of keys that keep a history; null where there is no such person.</summary>
    Task<IReadOnlyList<AttributeDto>?> ListAsOfAsync(UserId userId, IReadOnlyCollection<string>? keys, DateTimeOffset asOf, bool withDeleted, CancellationToken ct);

    /// <summary>What happened to a value, newest first; null where there is no such person.</summary>
    Task<List<AttributeChangeDto>?> ListHistoryAsync(UserId userId, string key, Position? after, int limit, bool withDeleted, CancellationToken ct);

    /// <summary>Who has a value, those who came last first; places in the list have no instant.</summary>
    Task<List<AttributeHolderDto>> FindHoldersAsync(AttributeSearch search, Position? after, int limit, CancellationToken ct);
}
