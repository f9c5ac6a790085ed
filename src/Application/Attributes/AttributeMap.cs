using System.Text.Json;
using System.Text.Json.Serialization;

namespace UserSystem.Application.Attributes;

/// <summary>Values by their keys, as text that is known to be a JSON object.</summary>
/// <param name="Text">The object.</param>
[JsonConverter(typeof(AttributeMapConverter))]
public sealed record AttributeMap(string Text);

/// <summary>Writes the object as it is.</summary>
public sealed class AttributeMapConverter : JsonConverter<AttributeMap>
{
    /// <inheritdoc/>
    public override AttributeMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new AttributeMap(document.RootElement.GetRawText());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AttributeMap value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
