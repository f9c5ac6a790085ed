using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>Values as they are shown, in memory.</summary>
public sealed class InMemoryAttributeReader(InMemoryData data) : IAttributeReader
{
    /// <inheritdoc/>
    public Task<AttributeLookup> FindAsync(UserId userId, string key, bool withDeleted, CancellationToken ct) => Task.FromResult(
        !IsThere(userId, withDeleted) ? default
        : new AttributeLookup(HasPerson: true, data.Attributes.Find(each => each.UserId == userId && each.Key == key) is { } found ? AttributeDto.Of(found) : null));

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeDto>?> ListAsync(UserId userId, IReadOnlyCollection<string>? keys, bool withDeleted, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<AttributeDto>?>(!IsThere(userId, withDeleted) ? null : [
            .. data.Attributes.Where(each => each.UserId == userId && keys?.Contains(each.Key) is not false).OrderBy(static each => each.Key, StringComparer.Ordinal)
                .Select(AttributeDto.Of),
        ]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttributeDto>?> ListAsOfAsync(
        UserId userId, IReadOnlyCollection<string>? keys, DateTimeOffset asOf, bool withDeleted, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<AttributeDto>?>(!IsThere(userId, withDeleted) ? null : [
            .. data.AttributeChanges.Where(each => each.UserId == userId && keys?.Contains(each.Key) is not false && each.ChangedAt <= asOf)
                .GroupBy(static each => each.Key).OrderBy(static changes => changes.Key, StringComparer.Ordinal)
                .Select(static changes => changes.OrderBy(static each => each.ChangedAt).ThenBy(static each => each.Id.Value).ToList())
                .Where(static changes => changes[^1].NewValue is not null)
                .Select(static changes => (Born: changes.FindLast(static each => each.OldValue is null), Last: changes[^1]))
                .Select(static change => new AttributeDto(
                    change.Last.Key, new RawJson(change.Last.NewValue!), change.Born?.ChangedAt, change.Last.ChangedAt, change.Born?.ChangedByUserId?.Value,
                    change.Last.ChangedByUserId?.Value)),
        ]);

    /// <inheritdoc/>
    public Task<List<AttributeChangeDto>?> ListHistoryAsync(UserId userId, string key, Position? after, int limit, bool withDeleted, CancellationToken ct) =>
        Task.FromResult<List<AttributeChangeDto>?>(!IsThere(userId, withDeleted) ? null : [
            .. data.AttributeChanges.Where(each => each.UserId == userId && each.Key == key)
                .OrderByDescending(static each => each.ChangedAt).ThenByDescending(static each => each.Id.Value)
                .Where(each => after is not { } end || (each.ChangedAt, each.Id.Value).CompareTo((end.At, end.Id)) < 0).Take(limit)
                .Select(static each => new AttributeChangeDto(each.Id.Value, each.ChangedAt, each.ChangedByUserId?.Value, Json(each.OldValue), Json(each.NewValue))),
        ]);

    /// <inheritdoc/>
    public Task<List<AttributeHolderDto>> FindHoldersAsync(AttributeSearch search, Position? after, int limit, CancellationToken ct) => Task.FromResult(
        data.Attributes.Where(each => each.Key == search.Key && IsThere(each.UserId) && Fits(each, search))
            .OrderByDescending(static each => each.UserId.Value)
            .Where(each => after is not { } end || each.UserId.Value.CompareTo(end.Id) < 0).Take(limit)
            .Select(static each => new AttributeHolderDto(each.UserId.Value, new RawJson(each.Value), each.UpdatedAt)).ToList());

    private static bool Fits(UserAttribute attribute, AttributeSearch search)
    {
        var value = AttributeJson.Parse(attribute.Value);
        return (search.InLists is not true && AttributeJson.AreEqual(attribute.Value, search.Value))
            || (search.InLists is not false && value.ValueKind is System.Text.Json.JsonValueKind.Array
                && value.EnumerateArray().Any(element => AttributeJson.AreEqual(element.GetRawText(), search.Value)));
    }

    private static RawJson Json(string? text) => text is null ? RawJson.Null : new RawJson(text);

    private bool IsThere(UserId userId, bool withDeleted = false) => data.Users.Exists(user => user.Id == userId && (withDeleted || user.DeletedAt is null));
}
