using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserSystem.Application.Attributes;

/// <summary>Reads what stands in a query as <c>?value=</c>: a query knows text only, values have types.</summary>
internal static class SearchText
{
    /// <summary>The text as a value of the schema, or as an element where values are lists: as JSON where it is some and text is not what is asked for.</summary>
    public static JsonElement Read(string text, JsonObject schema)
    {
        var of = TypeOf(schema) == "array" ? schema["items"] as JsonObject ?? [] : schema;
        return TypeOf(of) is "string" ? Text(text) : Json(text) ?? Text(text);
    }

    private static string? TypeOf(JsonObject schema) => schema["type"] is JsonValue type && type.TryGetValue<string>(out var name) ? name : null;

    private static JsonElement Text(string text) => AttributeJson.Parse(AttributeJson.Write(json => json.WriteStringValue(text)));

    private static JsonElement? Json(string text)
    {
        try
        {
            return AttributeJson.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
