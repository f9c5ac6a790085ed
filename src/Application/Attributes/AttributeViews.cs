using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>What all ways to see attributes have in common: whether the key exists, and whether the caller may see its values.</summary>
internal sealed class AttributeViews(AttributeCatalog catalog, AttributeAccess access, IAttributeReader reader, Pages pages)
{
    /// <summary>One value, or the default of its key.</summary>
    public async Task<Result<AttributeDto>> FindAsync(UserId owner, string key, CancellationToken ct)
    {
        if (catalog.Find(key) is not { } handler)
        {
            return AttributeErrors.UnknownKey;
        }

        var found = await SeeAsync(owner, withDeleted => reader.FindAsync(owner, key, withDeleted, ct), static found => found.HasPerson, ct);
        if (!found.HasPerson)
        {
            return UserErrors.NotFound;
        }

        // Whoever may not see a value is not told whether there is one.
        return !await access.MayReadAsync(handler, owner, ct) ? AttributeErrors.NotSet
            : found.Found is { } set ? set
            : handler.DefaultText is { } standard ? new AttributeDto(key, new RawJson(standard), null, null, null, null, IsDefault: true)
            : AttributeErrors.NotSet;
    }

    /// <summary>The values that the caller may see.</summary>
    public async Task<Result<AttributeListDto>> ListAsync(
        UserId owner, IReadOnlyList<string>? keys, DateTimeOffset? asOf, CancellationToken ct)
    {
        var found = await SeeAsync(
            owner, withDeleted => asOf is { } instant ? reader.ListAsOfAsync(owner, keys, instant, withDeleted, ct) : reader.ListAsync(owner, keys, withDeleted, ct),
            static found => found is not null, ct);
        if (found is null)
        {
            return UserErrors.NotFound;
        }

        List<AttributeDto> shown = new(found.Count);
        foreach (var each in found)
        {
            // Values of a key whose handler is gone are kept, and shown to nobody.
            if (catalog.Find(each.Key) is { } handler && await access.MayReadAsync(handler, owner, ct))
            {
                shown.Add(each);
            }
        }

        return new AttributeListDto(shown);
    }

    /// <summary>What happened to a value, in parts.</summary>
    public async Task<Result<Page<AttributeChangeDto>>> ListHistoryAsync(UserId owner, string key, PageRequest page, CancellationToken ct)
    {
        if (catalog.Find(key) is not { } handler)
        {
            return AttributeErrors.UnknownKey;
        }

        if (!handler.KeepsHistory)
        {
            return AttributeErrors.NoHistory;
        }

        if (!await access.MayReadAsync(handler, owner, ct))
        {
            return AttributeErrors.NotSet;
        }

        var hasPerson = true;
        var cut = await pages.CutAsync(
            page, $"attribute-history|{owner.Value}|{key}",
            async (after, limit, token) =>
            {
                var found = await SeeAsync(
                    owner, withDeleted => reader.ListHistoryAsync(owner, key, after, limit, withDeleted, token), static found => found is not null, token);
                hasPerson = found is not null;
                return found ?? [];
            },
            static change => new Position(change.ChangedAt, change.Id), ct);
        return hasPerson ? cut : UserErrors.NotFound;
    }

    // Whether the caller may see deleted people is asked only where somebody is not among the living.
    private async Task<T> SeeAsync<T>(UserId owner, Func<bool, Task<T>> look, Func<T, bool> isThere, CancellationToken ct)
    {
        var found = await look(false);
        return isThere(found) || !await access.MaySeeDeletedAsync(owner, ct) ? found : await look(true);
    }
}
