using System.Globalization;
using System.Text.Json;

namespace UserSystem.Application.Attributes.Types;

/// <summary>The types that most keys need.</summary>
public static class AttributeTypes
{
    /// <summary>True or false.</summary>
    public static AttributeType<bool> Flag { get; } = new FlagType();

    /// <summary>A day, as <c>2026-03-01</c> (RFC 3339, full-date).</summary>
    public static AttributeType<DateOnly> Date { get; } = new FormattedType<DateOnly>(
        "date", @"^\d{4}-\d{2}-\d{2}$", "a day like 2026-03-01",
        static (string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day),
        static day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>An instant (RFC 3339), kept in UTC to the microsecond.</summary>
    public static AttributeType<DateTimeOffset> Instant { get; } = new InstantType();

    /// <summary>A UUID (RFC 9562).</summary>
    public static AttributeType<Guid> Uuid { get; } = new FormattedType<Guid>(
        "uuid", "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", "a UUID",
        static (string text, out Guid id) => Guid.TryParseExact(text, "D", out id),
        static id => id.ToString("D"));

    /// <summary>Any JSON at all.</summary>
    public static AttributeType<RawJson> Json { get; } = new JsonType();

    /// <summary>One line of text: trimmed, in NFC, without control characters.</summary>
    /// <param name="maxLength">At most so many code points.</param>
    /// <param name="minLength">At least so many.</param>
    public static AttributeType<string> Text(int maxLength, int minLength = 1) => new TextType(minLength, maxLength);

    /// <summary>A name of a form.</summary>
    /// <param name="pattern">How it is written: a regular expression from <c>^</c> to <c>$</c> that .NET and ECMA-262 read alike.</param>
    public static AttributeType<string> Name(string pattern) => new NameType(pattern);

    /// <summary>One of some words.</summary>
    public static AttributeType<string> OneOf(params string[] words) => new WordType(words);

    /// <summary>A whole number.</summary>
    public static AttributeType<long> WholeNumber(long min = long.MinValue, long max = long.MaxValue) => new IntegerType(min, max);

    /// <summary>A decimal number of up to 28 digits.</summary>
    public static AttributeType<decimal> Number(decimal min = decimal.MinValue, decimal max = decimal.MaxValue) => new NumberType(min, max);

    /// <summary>An absolute address with <c>https</c> or <c>http</c>, at most 2,048 characters.</summary>
    public static AttributeType<Uri> Url { get; } = new UrlType();

    /// <summary>Values in an order of their own; the same one may come twice.</summary>
    public static AttributeType<IReadOnlyList<T>> ListOf<T>(AttributeType<T> element, int maxCount) => new ListType<T>(element, maxCount, isSet: false);

    /// <summary>Values without an order, each once; kept sorted, so that two equal sets are the same value.</summary>
    public static AttributeType<IReadOnlyList<T>> SetOf<T>(AttributeType<T> element, int maxCount) => new ListType<T>(element, maxCount, isSet: true);

    /// <summary>Values under names that people choose.</summary>
    /// <param name="value">What stands under a name.</param>
    /// <param name="namePattern">How names are written: a regular expression from <c>^</c> to <c>$</c> that .NET and ECMA-262 read alike.</param>
    /// <param name="maxCount">How many at most.</param>
    public static AttributeType<IReadOnlyDictionary<string, T>> MapOf<T>(AttributeType<T> value, string namePattern, int maxCount) =>
        new MapType<T>(value, namePattern, maxCount);

    /// <summary>
    /// An object with the members of a record or class: camelCase names, unknown members refused, those without a default required. Limits of
    /// its members are the handler's to judge, in <see cref="AttributeHandler{T}.Judge"/>.
    /// </summary>
    public static AttributeType<T> Record<T>()
        where T : class => new ObjectType<T>();

    /// <summary>The text of a JSON string; null for anything else, and for half a character that an escape spells.</summary>
    internal static string? TextOf(JsonElement json)
    {
        try
        {
            return json.ValueKind is JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
