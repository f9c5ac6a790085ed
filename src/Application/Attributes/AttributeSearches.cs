using System.Text.Json.Nodes;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Attributes;

/// <summary>Reads what people are looked up by. Whoever looks people up by a value learns it, and has to be one who may see it.</summary>
internal sealed class AttributeSearches(AttributeCatalog catalog, AttributeAccess access)
{
    /// <summary>The search; where something is wrong with the value, <paramref name="faults"/> tells it and there is none.</summary>
    public async ValueTask<Result<AttributeSearch>> ReadAsync(string key, string value, AttributeFaults faults, CancellationToken ct)
    {
        if (catalog.Find(key) is not { } handler)
        {
            return AttributeErrors.UnknownKey;
        }

        if (!await access.MayReadOfAllAsync(handler, ct))
        {
            return AttributeErrors.NotReadable;
        }

        return handler.Searchable
            ? new AttributeSearch(key, handler.AcceptSearch(value, faults) ?? "null", InLists(handler))
            : AttributeErrors.NotSearchable;
    }

    private static bool? InLists(AttributeHandler handler) =>
        handler.Schema["type"] is JsonValue type ? type.GetValue<string>() == "array" : null;
}
