using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Attributes.Types;

internal sealed class FlagType : AttributeType<bool>
{
    public override JsonObject Schema => new() { ["type"] = "boolean" };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out bool value)
    {
        value = json.ValueKind is JsonValueKind.True;
        if (value || json.ValueKind is JsonValueKind.False)
        {
            return true;
        }

        faults.WrongType("true or false");
        return false;
    }

    public override void Write(Utf8JsonWriter json, bool value) => json.WriteBooleanValue(value);
}

internal sealed class TextType(int minLength, int maxLength) : AttributeType<string>
{
    // What Text.IsClean refuses, as far as patterns that .NET and ECMA-262 read alike can say it; and what is trimmed.
    internal const string Unclean = @"\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff";
    internal const string White = @" \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000";

    // White space around the text counts for nothing: a text that must not be empty has more than that.
    public override JsonObject Schema => new()
    {
        ["type"] = "string",
        ["minLength"] = minLength,
        ["maxLength"] = maxLength,
        ["pattern"] = minLength switch
        {
            <= 0 => $"^[^{Unclean}]*$",
            1 => $"^[^{Unclean}]*[^{Unclean}{White}][^{Unclean}]*$",
            _ => string.Create(CultureInfo.InvariantCulture, $"^[^{Unclean}]*[^{Unclean}{White}][^{Unclean}]{{{minLength - 2},}}[^{Unclean}{White}][^{Unclean}]*$"),
        },
    };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out string value)
    {
        value = "";
        if (json.ValueKind is not JsonValueKind.String)
        {
            faults.WrongType("text");
            return false;
        }

        if (AttributeTypes.TextOf(json) is not { } text || !Text.IsClean(text))
        {
            faults.Add("text.malformed", "Text is one line, without control characters.");
            return false;
        }

        value = Text.Normalize(text);
        var length = Text.Length(value);
        if (length < minLength)
        {
            faults.Add(ValueFaults.TextTooShort.Code, minLength == 1 ? "The text must not be empty." : $"The text has at least {minLength} characters.");
            return false;
        }

        if (length > maxLength)
        {
            faults.Add(ValueFaults.TextTooLong.Code, $"The text has at most {maxLength} characters.");
            return false;
        }

        return true;
    }

    public override void Write(Utf8JsonWriter json, string value) => json.WriteStringValue(value);
}

internal sealed class WordType(string[] words) : AttributeType<string>
{
    public override JsonObject Schema => new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(static word => (JsonNode)word)]) };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out string value)
    {
        value = AttributeTypes.TextOf(json) ?? "";
        if (words.Contains(value, StringComparer.Ordinal))
        {
            return true;
        }

        faults.Add(ValueFaults.NotListed.Code, $"The value must be one of {string.Join(", ", words)}.");
        return false;
    }

    public override void Write(Utf8JsonWriter json, string value) => json.WriteStringValue(value);
}

internal sealed class NameType(string pattern) : AttributeType<string>
{
    private readonly Regex _form = new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public override JsonObject Schema => new() { ["type"] = "string", ["pattern"] = pattern };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out string value)
    {
        value = AttributeTypes.TextOf(json) ?? "";
        if (json.ValueKind is JsonValueKind.String && !value.EndsWith('\n') && _form.IsMatch(value))
        {
            return true;
        }

        faults.Add(ValueFaults.TextMismatch.Code, $"The value must be text that matches {pattern}.");
        return false;
    }

    public override void Write(Utf8JsonWriter json, string value) => json.WriteStringValue(value);
}

internal sealed class IntegerType(long min, long max) : AttributeType<long>
{
    public override JsonObject Schema => new() { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out long value)
    {
        value = 0;
        if (json.ValueKind is not JsonValueKind.Number || AttributeJson.Plain(json.GetRawText()) is not { } plain || plain.Contains('.', StringComparison.Ordinal))
        {
            faults.WrongType("a whole number");
            return false;
        }

        if (!long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) || value < min || value > max)
        {
            faults.Add(ValueFaults.OutOfRange.Code, string.Create(CultureInfo.InvariantCulture, $"The number must be from {min} to {max}."));
            return false;
        }

        return true;
    }

    public override void Write(Utf8JsonWriter json, long value) => json.WriteNumberValue(value);
}

internal sealed class NumberType(decimal min, decimal max) : AttributeType<decimal>
{
    public override JsonObject Schema => new() { ["type"] = "number", ["minimum"] = min, ["maximum"] = max };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out decimal value)
    {
        value = 0;
        if (json.ValueKind is not JsonValueKind.Number)
        {
            faults.WrongType("a number");
            return false;
        }

        var plain = AttributeJson.Plain(json.GetRawText());
        if (plain is null || !json.TryGetDecimal(out value) || value < min || value > max)
        {
            faults.Add(ValueFaults.OutOfRange.Code, string.Create(CultureInfo.InvariantCulture, $"The number must be from {min} to {max}."));
            return false;
        }

        // What would be rounded would come back as another number.
        if (AttributeJson.Plain(value.ToString(CultureInfo.InvariantCulture)) != plain)
        {
            faults.Add(ValueFaults.TooPrecise.Code, ValueFaults.TooPrecise.Message);
            return false;
        }

        return true;
    }

    public override void Write(Utf8JsonWriter json, decimal value) => json.WriteNumberValue(value);
}

/// <summary>Text of a form that another type reads.</summary>
internal sealed class FormattedType<T>(string format, string pattern, string wanted, FormattedType<T>.Reading read, Func<T, string> write)
    : AttributeType<T>
{
    private readonly Regex _form = new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public delegate bool Reading(string text, out T value);

    public override JsonObject Schema => new() { ["type"] = "string", ["format"] = format, ["pattern"] = pattern };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out T value)
    {
        if (AttributeTypes.TextOf(json) is { } text && !text.EndsWith('\n') && _form.IsMatch(text) && read(text, out value))
        {
            return true;
        }

        value = default!;
        faults.WrongType(wanted);
        return false;
    }

    public override void Write(Utf8JsonWriter json, T value) => json.WriteStringValue(write(value));
}

internal sealed class InstantType : AttributeType<DateTimeOffset>
{
    private const string Pattern = @"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$";

    private static readonly Regex Form = new(Pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public override JsonObject Schema => new() { ["type"] = "string", ["format"] = "date-time", ["pattern"] = Pattern };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out DateTimeOffset value)
    {
        if (AttributeTypes.TextOf(json) is { } text && !text.EndsWith('\n') && Form.IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out value))
        {
            value = value.AddTicks(-(value.Ticks % TimeSpan.TicksPerMicrosecond));
            return true;
        }

        value = default;
        faults.WrongType("an instant like 2026-03-01T09:30:00Z");
        return false;
    }

    public override void Write(Utf8JsonWriter json, DateTimeOffset value) =>
        json.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
}

internal sealed class UrlType : AttributeType<Uri>
{
    private const int MaxLength = 2048;

    public override JsonObject Schema => new()
    {
        ["type"] = "string",
        ["format"] = "uri",
        ["pattern"] = $"^[hH][tT][tT][pP][sS]?://[^ /{TextType.Unclean}][^ {TextType.Unclean}]*$",
        ["maxLength"] = MaxLength,
    };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out Uri value)
    {
        value = null!;
        // Kept in ASCII, which is longer than what was typed where that is not.
        if (AttributeTypes.TextOf(json) is { } text && Text.IsClean(text)
            && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && !text.Contains(' ', StringComparison.Ordinal) && url.AbsoluteUri.Length <= MaxLength)
        {
            value = url;
            return true;
        }

        faults.WrongType("an address like https://example.org/ann");
        return false;
    }

    public override void Write(Utf8JsonWriter json, Uri value) => json.WriteStringValue(value.AbsoluteUri);
}

internal sealed class JsonType : AttributeType<RawJson>
{
    public override JsonObject Schema => new() { ["not"] = new JsonObject { ["type"] = "null" } };

    public override bool TryRead(JsonElement json, AttributeFaults faults, out RawJson value)
    {
        // Normalized by whoever keeps it, as all values are.
        value = new RawJson(json.GetRawText());
        return true;
    }

    public override void Write(Utf8JsonWriter json, RawJson value) => json.WriteRawValue(value.Text, skipInputValidation: true);
}
