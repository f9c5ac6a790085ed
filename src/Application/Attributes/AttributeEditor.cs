using System.Text.Json;
using System.Text.Json.Nodes;
using UserSystem.Application.Ports;
using UserSystem.Application.Roles;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>
/// What all ways to change attributes have in common: whether the key exists, whether the caller may, whether the value is one, whether it
/// is still as the caller saw it; and for somebody else's, the rank and the record of it.
/// </summary>
internal sealed class AttributeEditor(
    AttributeCatalog catalog, AttributeAccess access, AttributeReactions reactions, UserAttributes attributes, IUserAttributeRepository repository,
    IAttributeStore store, IUserRepository users, Rank rank, IAuditLog audit, IUnitOfWork work, ICaller caller)
{
    /// <summary>Sets one value.</summary>
    public async Task<Result<AttributeWritten>> SetAsync(
        UserId owner, string key, JsonElement value, VersionCondition? condition, CancellationToken ct)
    {
        var (handler, refusal) = await WritableAsync(owner, key, ct);
        if (refusal is not null)
        {
            return refusal;
        }

        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return AttributeErrors.ValueRequired;
        }

        var judged = Judge(handler!, value);
        if (judged.Error is { } wrong)
        {
            return wrong;
        }

        // What is one's own and changes nothing else is one statement.
        return owner == caller.UserId && reactions.IsPlain(handler!) && IsSimple(condition)
            ? await store.PutAsync(new AttributePut(owner, key, judged.Value, handler!.Unique, owner, condition?.Match?.Named), ct)
            : await ChangeAsync(owner, handler!, key, condition, _ => judged, ct);
    }

    /// <summary>Changes one value in parts (RFC 7396).</summary>
    public async Task<Result<AttributeWritten>> MergeAsync(
        UserId owner, string key, JsonElement patch, VersionCondition? condition, CancellationToken ct)
    {
        if (patch.ValueKind is not JsonValueKind.Object)
        {
            return await SetAsync(owner, key, patch, condition, ct);
        }

        var (handler, refusal) = await WritableAsync(owner, key, ct);
        if (refusal is not null)
        {
            return refusal;
        }

        // The answer has the whole of the value, not only the part that was sent.
        var mayRead = await access.MayReadAsync(handler!, owner, ct);
        return await ChangeAsync(
            owner, handler!, key, condition, present => mayRead ? Merge(handler!, present, patch) : AttributeErrors.NotReadable, ct);
    }

    /// <summary>Takes one value away. Where there is none, nothing has to be done.</summary>
    public async Task<Result> DeleteAsync(UserId owner, string key, VersionCondition? condition, CancellationToken ct)
    {
        var (handler, refusal) = await WritableAsync(owner, key, ct);
        if (refusal is not null)
        {
            return refusal;
        }

        if (owner == caller.UserId && reactions.IsPlain(handler!) && IsSimple(condition))
        {
            return await store.DeleteAsync(owner, key, condition?.Match?.Named, ct);
        }

        if (await BeginAsync(owner, ct) is { } refused)
        {
            return refused;
        }

        var present = await attributes.FindAsync(owner, key, ct);
        if (condition?.Accepts(present?.Version) is false)
        {
            return CommonErrors.Stale;
        }

        if (present is null)
        {
            return Result.Success;
        }

        Record(owner, "attribute.delete", [present], []);
        attributes.Remove(present);
        return await work.CommitAsync(ct);
    }

    /// <summary>Sets and takes away several values, all of them or none.</summary>
    public async Task<Result<AttributeListDto>> ChangeAsync(
        UserId owner, IReadOnlyDictionary<string, JsonElement> values, VersionCondition? condition, CancellationToken ct)
    {
        var faults = new AttributeFaults("values");
        List<(AttributeHandler Handler, string Key, string? Value)> wanted = [];
        foreach (var (key, value) in values)
        {
            if (catalog.Find(key) is not { } handler)
            {
                faults.At(key).Add(AttributeErrors.UnknownKey.Code, AttributeErrors.UnknownKey.Message);
            }
            else if (!await access.MayWriteAsync(handler, owner, ct))
            {
                return AttributeErrors.NotWritable;
            }
            else
            {
                wanted.Add((handler, key, value.ValueKind is JsonValueKind.Null ? null : catalog.Accept(handler, value, faults.At(key))));
            }
        }

        if (faults.Any)
        {
            return new ValidationError(faults.Found);
        }

        if (await BeginAsync(owner, ct) is { } refused)
        {
            return refused;
        }

        // All of them together are always there and have no version: to ask for one is to ask for what is not there.
        return condition?.Match is { Named: not null } || condition?.NoneMatch is { Named: null } ? CommonErrors.Stale : await ApplyAsync(owner, wanted, ct);
    }

    private static bool IsSimple(VersionCondition? condition) => condition is null or { NoneMatch: null, Match.Named: not null };

    private async Task<Result<AttributeListDto>> ApplyAsync(
        UserId owner, List<(AttributeHandler Handler, string Key, string? Value)> wanted, CancellationToken ct)
    {
        var present = (await repository.FindAsync(owner, [.. wanted.Select(static each => each.Key)], ct)).ToDictionary(static each => each.Key, StringComparer.Ordinal);
        Record(
            owner, "attributes.change", present.Values,
            wanted.Where(static each => each.Value is not null).Select(static each => (each.Key, each.Value!)));
        List<(AttributeHandler Handler, UserAttribute Attribute)> written = [];
        foreach (var (handler, key, value) in wanted)
        {
            var before = present.GetValueOrDefault(key);
            if (value is not null)
            {
                written.Add((handler, attributes.Put(before, owner, handler, key, value, author: null)));
            }
            else if (before is not null)
            {
                attributes.Remove(before);
            }
        }

        if (await work.CommitAsync(ct) is { Error: { } error })
        {
            return error;
        }

        List<AttributeDto> shown = [];
        foreach (var (handler, attribute) in written.OrderBy(static each => each.Attribute.Key, StringComparer.Ordinal))
        {
            if (await access.MayReadAsync(handler, owner, ct))
            {
                shown.Add(AttributeDto.Of(attribute));
            }
        }

        return new AttributeListDto(shown);
    }

    private async Task<Result<AttributeWritten>> ChangeAsync(
        UserId owner, AttributeHandler handler, string key, VersionCondition? condition, Func<UserAttribute?, Result<string>> next, CancellationToken ct)
    {
        if (await BeginAsync(owner, ct) is { } refused)
        {
            return refused;
        }

        var present = await attributes.FindAsync(owner, key, ct);
        if (condition?.Accepts(present?.Version) is false)
        {
            return CommonErrors.Stale;
        }

        var value = next(present);
        if (value.Error is { } wrong)
        {
            return wrong;
        }

        Record(owner, "attribute.set", present is null ? [] : [present], [(key, value.Value)]);
        var written = attributes.Put(present, owner, handler, key, value.Value, author: null);
        return await work.CommitAsync(ct) is { Error: { } error } ? error : new AttributeWritten(AttributeDto.Of(written), present is null);
    }

    private async Task<(AttributeHandler? Handler, Error? Refusal)> WritableAsync(UserId owner, string key, CancellationToken ct) =>
        catalog.Find(key) is not { } handler ? (null, AttributeErrors.UnknownKey)
        : await access.MayWriteAsync(handler, owner, ct) ? (handler, null)
        : (handler, AttributeErrors.NotWritable);

    private Result<string> Judge(AttributeHandler handler, JsonElement value)
    {
        var faults = new AttributeFaults("value");
        return catalog.Accept(handler, value, faults) is { } text ? text : new ValidationError(faults.Found);
    }

    // What could not be kept could not be merged either.
    private Result<string> Merge(AttributeHandler handler, UserAttribute? present, JsonElement patch)
    {
        var faults = new AttributeFaults("value");
        return AttributeJson.Normalize(patch, faults) is { } clean
            ? Judge(handler, AttributeJson.Merge(present is null ? null : AttributeJson.Parse(present.Value), AttributeJson.Parse(clean)))
            : new ValidationError(faults.Found);
    }

    private async Task<Error?> BeginAsync(UserId owner, CancellationToken ct) =>
        await users.FindAsync(owner, ct) is null ? UserErrors.NotFound : await rank.CheckAsync(owner, ct);

    // What people do with their own is no act of staff, and what stays as it is no act at all.
    private void Record(UserId owner, string action, IEnumerable<UserAttribute> before, IEnumerable<(string Key, string Value)> after)
    {
        if (owner == caller.UserId)
        {
            return;
        }

        var was = new JsonObject(before.Select(static each => new KeyValuePair<string, JsonNode?>(each.Key, JsonNode.Parse(each.Value))));
        var becomes = new JsonObject(after.Select(static each => new KeyValuePair<string, JsonNode?>(each.Key, JsonNode.Parse(each.Value))));
        if (!JsonNode.DeepEquals(was, becomes))
        {
            audit.Record(new AuditEntry(action, $"user:{owner.Value}", was, becomes));
        }
    }
}
