using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace UserSystem.WebApi.Http;

/// <summary>Instants as RFC 3339 in UTC with <c>Z</c> and six digits of the second: what PostgreSQL keeps, no more and no less.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    private const int Length = 27;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>The same for whoever writes by hand.</summary>
    public static void Write(Utf8JsonWriter writer, DateTimeOffset value)
    {
        // The round-trip form has seven digits; the last is always zero here, and a pattern of one's own is far slower to apply.
        Span<byte> text = stackalloc byte[28];
        value.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[Length - 1] = (byte)'Z';
        writer.WriteStringValue(text[..Length]);
    }
}
