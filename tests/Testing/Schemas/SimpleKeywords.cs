using System.Globalization;
using System.Net.Mail;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using UserSystem.Application.Attributes;

namespace UserSystem.Testing.Schemas;

/// <summary>The keywords of JSON Schema that look at one value alone.</summary>
internal static partial class SimpleKeywords
{
    /// <summary>What is wrong with the value; null when it fits, or when the keyword is about other kinds of values.</summary>
    public static string? Judge(JsonProperty keyword, JsonElement value, bool utcOnly) => keyword.Name switch
    {
        "type" => IsOfType(keyword.Value, value) ? null : $"is {value.ValueKind}, not {keyword.Value}",
        "enum" => keyword.Value.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)) ? null : $"{value} is not one of {keyword.Value}",
        "const" => JsonElement.DeepEquals(keyword.Value, value) ? null : $"{value} is not {keyword.Value}",
        "format" when value.ValueKind is JsonValueKind.String => HasFormat(keyword.Value.GetString()!, value.GetString()!, utcOnly) ? null : $"'{value}' is no {keyword.Value}",
        "pattern" when value.ValueKind is JsonValueKind.String =>
            Matches(value.GetString()!, keyword.Value.GetString()!) ? null : $"'{value}' does not match {keyword.Value}",
        "minLength" when value.ValueKind is JsonValueKind.String => Length(value) >= keyword.Value.GetInt32() ? null : "is too short",
        "maxLength" when value.ValueKind is JsonValueKind.String => Length(value) <= keyword.Value.GetInt32() ? null : "is too long",
        "minItems" when value.ValueKind is JsonValueKind.Array => value.GetArrayLength() >= keyword.Value.GetInt32() ? null : "has too few items",
        "maxItems" when value.ValueKind is JsonValueKind.Array => value.GetArrayLength() <= keyword.Value.GetInt32() ? null : "has too many items",
        "minimum" when value.ValueKind is JsonValueKind.Number => Compare(value, keyword.Value) >= 0 ? null : "is too small",
        "maximum" when value.ValueKind is JsonValueKind.Number => Compare(value, keyword.Value) <= 0 ? null : "is too large",
        "minProperties" when value.ValueKind is JsonValueKind.Object => value.GetPropertyCount() >= keyword.Value.GetInt32() ? null : "has too few members",
        "maxProperties" when value.ValueKind is JsonValueKind.Object => value.GetPropertyCount() <= keyword.Value.GetInt32() ? null : "has too many members",
        "minProperties" or "maxProperties" or "propertyNames" => null,
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
            "integer" => value.ValueKind is JsonValueKind.Number && IsWhole(value),
            _ => false,
        };

    private static bool HasFormat(string format, string text, bool utcOnly) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => (utcOnly ? Instant() : AnyInstant()).IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "email" or "idn-email" => MailAddress.TryCreate(text, out var address) && address.Address == text,
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "int32" or "password" => true,
        _ => false,
    };

    // Of a text that ends with a line break, .NET takes what stands before that for the end as well; the standard does not.
    private static bool Matches(string text, string pattern) =>
        Regex.IsMatch(text, pattern, RegexOptions.ECMAScript) && !(pattern.EndsWith('$') && text.EndsWith('\n') && !Regex.IsMatch(text + "\n", pattern, RegexOptions.ECMAScript));

    // Exactly, where the numbers are of a size that has a use.
    private static int Compare(JsonElement one, JsonElement other) =>
        one.TryGetDecimal(out var left) && other.TryGetDecimal(out var right) ? left.CompareTo(right) : one.GetDouble().CompareTo(other.GetDouble());

    private static bool IsWhole(JsonElement value) => AttributeJson.Plain(value.GetRawText())?.Contains('.', StringComparison.Ordinal) is false;

    // JSON Schema counts code points.
    private static int Length(JsonElement value) => value.GetString()!.EnumerateRunes().Count();

    // RFC 3339, in UTC as everywhere in this API.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\z")]
    private static partial Regex Instant();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex AnyInstant();
}
