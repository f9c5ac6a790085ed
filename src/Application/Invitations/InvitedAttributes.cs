using System.Text.Json;
using System.Text.Json.Nodes;
using UserSystem.Application.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Invitations;

/// <summary>
/// Which values may be invited with: those that somebody could give themselves at sign-up, and those that the inviter may set of others. It
/// is asked when the invitation is made and again when it is used.
/// </summary>
internal sealed class InvitedAttributes(AttributeCatalog catalog, InitialAttributes initial)
{
    /// <summary>Null where this person may invite with these values, which were judged.</summary>
    public ValueTask<Error?> CheckAsync(UserId giver, IReadOnlyDictionary<string, JsonElement>? values, CancellationToken ct) =>
        initial.CheckAsync(giver, values?.Keys ?? [], ct);

    /// <summary>The values as they are kept; null for none.</summary>
    public string? Keep(IReadOnlyDictionary<string, JsonElement>? values)
    {
        if (values is null or { Count: 0 })
        {
            return null;
        }

        JsonObject kept = [];
        foreach (var (key, value) in values.OrderBy(static each => each.Key, StringComparer.Ordinal))
        {
            kept[key] = JsonNode.Parse(catalog.Accept(catalog.Find(key)!, value, new AttributeFaults(key))!);
        }

        return kept.ToJsonString();
    }

    /// <summary>The values that an invitation carries.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Read(string? kept) => kept is null
        ? InitialAttributes.Nothing
        : JsonElement.Parse(kept).EnumerateObject().ToDictionary(static each => each.Name, static each => each.Value, StringComparer.Ordinal);

    /// <summary>True where this person may still invite with what they promised, and the keys still take it.</summary>
    public async ValueTask<bool> MayStillGiveAsync(UserId giver, string? kept, CancellationToken ct)
    {
        var promised = Read(kept);
        return promised.Count == 0
            || (promised.All(each => catalog.Find(each.Key) is { } handler && catalog.Accept(handler, each.Value, new AttributeFaults(each.Key)) is not null)
                && await initial.CheckAsync(giver, promised.Keys, ct) is null);
    }
}
