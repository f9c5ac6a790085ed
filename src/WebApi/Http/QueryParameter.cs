using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>A query parameter that an endpoint knows: how it is read, and how it is described.</summary>
internal abstract class QueryParameter(string name, string description, JsonNode example, OpenApiSchema schema)
{
    public string Name => name;

    public string Description => description;

    public JsonNode Example => example;

    public OpenApiSchema Schema => schema;

    /// <summary>Where the parameter stands for all whose names begin so: that beginning. Null for one with a name of its own.</summary>
    public string? Prefix { get; init; }

    /// <summary>True where the request means nothing without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Any text; what it may hold the rules of the request say.</summary>
    public static QueryParameter<string> Text(string name, string description, string example, int maxLength, bool isRequired = false) => new(
        name, description, example, new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength },
        static (string text, out string value) => (value = text).Length > 0)
    {
        IsRequired = isRequired,
    };

    /// <summary>Texts under names that begin alike and end as the client wants.</summary>
    /// <param name="prefix">How the names begin.</param>
    /// <param name="rest">What stands for the rest of a name in the description.</param>
    /// <param name="description">What it does.</param>
    /// <param name="example">A value.</param>
    /// <param name="maxLength">Of a value.</param>
    public static QueryParameter<string> Texts(string prefix, string rest, string description, string example, int maxLength) => new(
        prefix + rest, description, example, new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength },
        static (string text, out string value) => (value = text) is not null)
    {
        Prefix = prefix,
    };

    /// <summary>A whole number.</summary>
    public static QueryParameter<int> Number(string name, string description, int min, int max, int standard) => new(
        name, description, standard,
        new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = min.ToString(CultureInfo.InvariantCulture),
            Maximum = max.ToString(CultureInfo.InvariantCulture),
            Default = standard,
        },
        static (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static QueryParameter<bool> Flag(string name, string description) => new(
        name, description, true, new OpenApiSchema { Type = JsonSchemaType.Boolean },
        static (string text, out bool value) => (value = text == "true") || text == "false");

    /// <summary>An id.</summary>
    public static QueryParameter<Guid> Id(string name, string description) => new(
        name, description, "0199c2f0-aa00-7b8b-9585-4bb5266028d9", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
        static (string text, out Guid value) => Guid.TryParseExact(text, "D", out value));

    /// <summary>An instant (RFC 3339).</summary>
    public static QueryParameter<DateTimeOffset> Instant(string name, string description) => new(
        name, description, "2026-03-01T00:00:00Z", new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" }, TryReadInstant);

    /// <summary>A value of an enumeration, as the API spells it.</summary>
    public static QueryParameter<TEnum> Word<TEnum>(string name, string description)
        where TEnum : struct, Enum => new(
        name, description, Words<TEnum>.All.First().Key,
        new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Words<TEnum>.All.Select(static word => (JsonNode)word.Key)] },
        static (string text, out TEnum value) => Words<TEnum>.All.TryGetValue(text, out value));

    /// <summary>Values of an enumeration of flags, as the API spells them, with commas between them.</summary>
    public static QueryParameter<TEnum> WordList<TEnum>(string name, string description)
        where TEnum : struct, Enum
    {
        var words = Words<TEnum>.All.Where(static word => Convert.ToInt32(word.Value, CultureInfo.InvariantCulture) != 0).Select(static word => word.Key).ToList();
        var any = string.Join('|', words);
        return new(
            name, description, string.Join(',', words),
            new OpenApiSchema { Type = JsonSchemaType.String, Pattern = $"^({any})(,({any}))*$" },
            (string text, out TEnum value) => Enum.TryParse(text, ignoreCase: true, out value) && text.Split(',').All(words.Contains));
    }

    // The same reading as of instants in bodies.
    private static bool TryReadInstant(string text, out DateTimeOffset value)
    {
        var reader = new Utf8JsonReader(JsonSerializer.SerializeToUtf8Bytes(text, ApiJson.Default.String));
        reader.Read();
        return reader.TryGetDateTimeOffset(out value) && (text[^1] is 'Z' or 'z' || text.AsSpan()[10..].ContainsAny('+', '-'));
    }

    private static class Words<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<string, TEnum> All =
            Enum.GetValues<TEnum>().ToDictionary(static value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), StringComparer.Ordinal);
    }
}

/// <summary>A query parameter of a type.</summary>
internal sealed class QueryParameter<T>(string name, string description, JsonNode example, OpenApiSchema schema, QueryParameter<T>.Reading read)
    : QueryParameter(name, description, example, schema)
{
    public delegate bool Reading(string text, out T value);

    public bool TryRead(string text, out T value) => read(text, out value);
}

/// <summary>Reads the query of a request and keeps all that is wrong with it.</summary>
internal sealed class QueryReader(HttpRequest request)
{
    private readonly List<Fault> _faults = [];

    /// <summary>What was wrong; null where nothing was.</summary>
    public Error? Error => _faults.Count == 0 ? null : new ValidationError(_faults);

    /// <summary>The value, or null where it is absent or unreadable.</summary>
    public T? Read<T>(QueryParameter<T> parameter)
        where T : struct => TryRead(parameter, out var value) ? value : null;

    /// <summary>The text, or null where it is absent or empty.</summary>
    public string? Read(QueryParameter<string> parameter) => TryRead(parameter, out var value) ? value : null;

    /// <summary>All texts whose names begin as the parameter says, by the rest of their names; null where there is none.</summary>
    public IReadOnlyDictionary<string, string>? ReadAll(QueryParameter<string> parameter)
    {
        Dictionary<string, string>? all = null;
        foreach (var (name, given) in request.Query)
        {
            if (!name.StartsWith(parameter.Prefix!, StringComparison.Ordinal))
            {
                continue;
            }

            if (given.Count == 1)
            {
                (all ??= new(StringComparer.Ordinal))[name[parameter.Prefix!.Length..]] = given[0] ?? "";
            }
            else
            {
                _faults.Add(JsonFaults.Twice with { Path = name });
            }
        }

        return all;
    }

    private bool TryRead<T>(QueryParameter<T> parameter, out T value)
    {
        value = default!;
        var given = request.Query[parameter.Name];
        if (given.Count == 0)
        {
            return false;
        }

        if (given.Count == 1 && parameter.TryRead(given[0] ?? "", out value))
        {
            return true;
        }

        _faults.Add((given.Count == 1 ? JsonFaults.WrongType : JsonFaults.Twice) with { Path = parameter.Name });
        return false;
    }
}
