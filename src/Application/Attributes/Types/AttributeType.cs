using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserSystem.Application.Attributes.Types;

/// <summary>How values of a type are read from JSON, judged, and written again. <see cref="AttributeTypes"/> has those that most keys need.</summary>
public abstract class AttributeType<T>
{
    /// <summary>A JSON Schema (draft 2020-12) that accepts what <see cref="TryRead"/> accepts, and nothing else. Made anew for each caller.</summary>
    public abstract JsonObject Schema { get; }

    /// <summary>Reads a value and brings it into its usual form; false after telling <paramref name="faults"/> why not. Null never gets here.</summary>
    /// <param name="json">The value as it was sent.</param>
    /// <param name="faults">Takes whatever is wrong.</param>
    /// <param name="value">The value, where it is one.</param>
    public abstract bool TryRead(JsonElement json, AttributeFaults faults, out T value);

    /// <summary>Brings what people are looked up by into the form of values, or of elements where values are lists; null after telling why not.</summary>
    internal virtual string? ReadSearch(JsonElement sought, AttributeFaults faults) => TryRead(sought, faults, out var value) ? ToJson(value) : null;

    /// <summary>The value as JSON text.</summary>
    internal string ToJson(T value) => AttributeJson.Write(json => Write(json, value));

    /// <summary>Writes a value so that <see cref="TryRead"/> brings the same one back.</summary>
    public abstract void Write(Utf8JsonWriter json, T value);
}
