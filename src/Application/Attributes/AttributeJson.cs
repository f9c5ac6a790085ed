using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UserSystem.Application.Attributes;

/// <summary>
/// Values as JSON in one spelling, so that equal values have equal text: numbers in plain notation without needless zeros. What PostgreSQL
/// could not keep, or would keep many times as large as it was sent, is refused.
/// </summary>
internal static class AttributeJson
{
    // Of an IEEE 754 double; a larger exponent would be kept digit by digit.
    private const int MaxExponent = 308;

    // More than any value may have. A number of five characters is written out in 309: what grows without end is not written to its end.
    private const int MaxBytes = AttributesOptions.MaxValueBytesLimit;

    // Values stand in JSON answers alone, which no browser takes for a page.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The value in its one spelling; null where something is wrong with it, which <paramref name="faults"/> tells then.</summary>
    public static string? Normalize(JsonElement value, AttributeFaults faults)
    {
        var before = faults.Found.Count;
        var text = Write(json =>
        {
            Copy(value, json, faults);
            if (IsTooLarge(json))
            {
                faults.Add(ValueFaults.TooLarge.Code, ValueFaults.TooLarge.Message);
            }
        });
        return faults.Found.Count == before ? text : null;
    }

    /// <summary>Text of JSON that is written by <paramref name="write"/>.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Text that was normalized or comes from the database.</summary>
    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>True where both are the same value, however they are spelled.</summary>
    public static bool AreEqual(string one, string other) =>
        one == other || JsonElement.DeepEquals(Parse(one), Parse(other));

    /// <summary>The target with a patch applied to it (RFC 7396). Only ever called with a patch that is an object.</summary>
    public static JsonElement Merge(JsonElement? target, JsonElement patch)
    {
        var merged = Merge(target is { ValueKind: JsonValueKind.Object } known ? JsonObject.Create(known) : null, patch);
        return Parse(Write(json => merged.WriteTo(json)));
    }

    /// <summary>The name of a member; false where it is no text, or none that could be kept.</summary>
    public static bool TryReadName(JsonProperty member, out string name)
    {
        try
        {
            return !(name = member.Name).Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }

    /// <summary>A number in plain notation without needless zeros; null where its exponent is beyond reason.</summary>
    public static string? Plain(string raw)
    {
        var mark = raw.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (mark >= 0 && (!int.TryParse(raw.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            || exponent is < -MaxExponent or > MaxExponent))
        {
            return null;
        }

        var number = raw.AsSpan(0, mark < 0 ? raw.Length : mark);
        var isNegative = number[0] == '-';
        number = isNegative ? number[1..] : number;
        var dot = number.IndexOf('.');
        var digits = dot < 0 ? number.ToString() : string.Concat(number[..dot], number[(dot + 1)..]);

        // Where the point stands among the digits, by what was written and by the exponent.
        var point = (dot < 0 ? number.Length : dot) + exponent;
        var leading = digits.Length - digits.AsSpan().TrimStart('0').Length;
        digits = digits[leading..].TrimEnd('0');
        point -= leading;
        if (digits.Length == 0)
        {
            return "0";
        }

        var plain = point <= 0 ? $"0.{new string('0', -point)}{digits}"
            : point >= digits.Length ? digits + new string('0', point - digits.Length)
            : $"{digits[..point]}.{digits[point..]}";
        return isNegative ? "-" + plain : plain;
    }

    private static JsonObject Merge(JsonNode? target, JsonElement patch)
    {
        var merged = target as JsonObject ?? [];
        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.Null)
            {
                merged.Remove(member.Name);
            }
            else if (member.Value.ValueKind is JsonValueKind.Object)
            {
                merged.TryGetPropertyValue(member.Name, out var present);
                merged.Remove(member.Name);
                merged[member.Name] = Merge(present, member.Value);
            }
            else
            {
                merged[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }

        return merged;
    }

    private static bool IsTooLarge(Utf8JsonWriter json) => json.BytesCommitted + json.BytesPending > MaxBytes;

    private static void Copy(JsonElement value, Utf8JsonWriter json, AttributeFaults faults)
    {
        switch (value.ValueKind)
        {
            case var _ when IsTooLarge(json):
                break;
            case JsonValueKind.Object:
                CopyObject(value, json, faults);
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                var index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    Copy(element, json, faults.At(index++));
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String when IsStorable(value):
                json.WriteStringValue(value.GetString());
                break;
            case JsonValueKind.String:
                faults.Add("text.malformed", "Text must be well-formed Unicode without U+0000.");
                break;
            case JsonValueKind.Number:
                CopyNumber(value.GetRawText(), json, faults);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static void CopyObject(JsonElement value, Utf8JsonWriter json, AttributeFaults faults)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        json.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            if (!TryReadName(member, out var name))
            {
                faults.Add("text.malformed", "Names of members must be well-formed Unicode without U+0000.");
            }
            else if (!names.Add(name))
            {
                faults.At(name).Add("duplicate", "This member is given more than once.");
            }
            else
            {
                json.WritePropertyName(name);
                Copy(member.Value, json, faults.At(name));
            }
        }

        json.WriteEndObject();
    }

    // Escapes can spell half a character, which is no text.
    private static bool IsStorable(JsonElement text)
    {
        try
        {
            return !text.GetString()!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void CopyNumber(string raw, Utf8JsonWriter json, AttributeFaults faults)
    {
        if (Plain(raw) is { } plain)
        {
            json.WriteRawValue(plain, skipInputValidation: true);
        }
        else
        {
            faults.Add(ValueFaults.OutOfRange.Code, $"Exponents of numbers go from -{MaxExponent} to {MaxExponent}.");
        }
    }
}
