using System.Globalization;
using System.Net.Mail;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace UserSystem.WebApi.Tests.Contract;

/// <summary>The keywords of JSON Schema that look at one value alone.</summary>
internal static partial class SimpleKeywords
{
    /// <summary>What is wrong with the value; null when it fits, or when the keyword is about other kinds of values.</summary>
    public static string? Judge(JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "type" => IsOfType(keyword.Value, value) ? null : $"is {value.ValueKind}, not {keyword.Value}",
        "enum" => keyword.Value.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)) ? null : $"{value} is not one of {keyword.Value}",
        "const" => JsonElement.DeepEquals(keyword.Value, value) ? null : $"{value} is not {keyword.Value}",
        "format" when value.ValueKind is JsonValueKind.String => HasFormat(keyword.Value.GetString()!, value.GetString()!) ? null : $"'{value}' is no {keyword.Value}",
        "pattern" when value.ValueKind is JsonValueKind.String =>
            Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.ECMAScript) ? null : $"'{value}' does not match {keyword.Value}",
        "minLength" when value.ValueKind is JsonValueKind.String => Length(value) >= keyword.Value.GetInt32() ? null : "is too short",
        "maxLength" when value.ValueKind is JsonValueKind.String => Length(value) <= keyword.Value.GetInt32() ? null : "is too long",
        "minItems" when value.ValueKind is JsonValueKind.Array => value.GetArrayLength() >= keyword.Value.GetInt32() ? null : "has too few items",
        "maxItems" when value.ValueKind is JsonValueKind.Array => value.GetArrayLength() <= keyword.Value.GetInt32() ? null : "has too many items",
        "minimum" when value.ValueKind is JsonValueKind.Number => value.GetDecimal() >= keyword.Value.GetDecimal() ? null : "is too small",
        "maximum" when value.ValueKind is JsonValueKind.Number => value.GetDecimal() <= keyword.Value.GetDecimal() ? null : "is too large",
        "format" or "pattern" or "minLength" or "maxLength" or "minItems" or "maxItems" or "minimum" or "maximum" => null,
        "properties" or "required" or "additionalProperties" or "items" => null,
        "title" or "description" or "default" or "example" or "examples" or "deprecated" or "readOnly" or "writeOnly" => null,
        var unknown => unknown.StartsWith("x-", StringComparison.Ordinal) ? null : $"the keyword {unknown} is not known to the tests",
    };

    private static bool IsOfType(JsonElement types, JsonElement value) => types.ValueKind is JsonValueKind.Array
        ? types.EnumerateArray().Any(type => IsOfType(type, value))
        : types.GetString() switch
        {
            "null" => value.ValueKind is JsonValueKind.Null,
            "object" => value.ValueKind is JsonValueKind.Object,
            "array" => value.ValueKind is JsonValueKind.Array,
            "string" => value.ValueKind is JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind is JsonValueKind.Number,
            "integer" => value.ValueKind is JsonValueKind.Number && value.GetDecimal() % 1 == 0,
            _ => false,
        };

    private static bool HasFormat(string format, string text) => format switch
    {
        "date-time" => Instant().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "email" or "idn-email" => MailAddress.TryCreate(text, out var address) && address.Address == text,
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "int32" or "password" => true,
        _ => false,
    };

    // JSON Schema counts code points.
    private static int Length(JsonElement value) => value.GetString()!.EnumerateRunes().Count();

    // RFC 3339, in UTC as everywhere in this API.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\z")]
    private static partial Regex Instant();
}
