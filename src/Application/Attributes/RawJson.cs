using System.Text.Json;
using System.Text.Json.Serialization;

namespace UserSystem.Application.Attributes;

/// <summary>A JSON value as text that is known to be well-formed: it crosses the service without being taken apart and put together again.</summary>
/// <param name="Text">The value.</param>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(string Text)
{
    /// <summary>JSON's null, which no value is.</summary>
    public static readonly RawJson Null = new("null");

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>Writes raw JSON as it is.</summary>
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson(document.RootElement.GetRawText());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
