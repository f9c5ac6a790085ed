namespace Mapster.Utils;

/// <summary>Name converters, and what generated mapping code calls. Mapster finds the methods by name and first parameter.</summary>
public static class MapsterHelper
{
    /// <summary>The name as it is.</summary>
    public static readonly Func<string, string> Identity = name => name;

    /// <summary><c>user_name</c> and <c>userName</c> to <c>UserName</c>.</summary>
    public static readonly Func<string, string> PascalCase = NameWords.ToPascalCase;

    /// <summary><c>user_name</c> and <c>UserName</c> to <c>userName</c>.</summary>
    public static readonly Func<string, string> CamelCase = NameWords.ToCamelCase;

    /// <summary>The name in small letters.</summary>
    public static readonly Func<string, string> LowerCase = name => name.ToLowerInvariant();

    /// <summary>The value under the key, or the type's default.</summary>
    public static TValue? GetValueOrDefault<TKey, TValue>(IDictionary<TKey, TValue> dictionary, TKey key) =>
        dictionary.TryGetValue(key, out var value) ? value : default;

    /// <summary>The value under the key, or the type's default.</summary>
    public static TValue? GetValueOrDefault<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> dictionary, TKey key) =>
        dictionary.TryGetValue(key, out var value) ? value : default;

    /// <summary>The value under the first key that converts to <paramref name="key"/>, or the type's default.</summary>
    public static TValue? FlexibleGet<TValue>(
        IDictionary<string, TValue> dictionary, string key, Func<string, string> keyConverter) =>
        Find(dictionary, key, keyConverter).Value;

    /// <summary>The value under the first key that converts to <paramref name="key"/>, or the type's default.</summary>
    public static TValue? FlexibleGet<TValue>(
        IReadOnlyDictionary<string, TValue> dictionary, string key, Func<string, string> keyConverter) =>
        Find(dictionary, key, keyConverter).Value;

    /// <summary>Overwrites the value whose key converts to the same name; adds one under <paramref name="key"/> if there is none.</summary>
    public static void FlexibleSet<TValue>(
        IDictionary<string, TValue> dictionary, string key, Func<string, string> keyConverter, TValue value) =>
        dictionary[Find(dictionary, keyConverter(key), keyConverter).Key ?? key] = value;

    /// <summary>The elements alone, so that nobody casts the result back to the source's own collection and changes it.</summary>
    public static IEnumerable<T> ToEnumerable<T>(IEnumerable<T> source)
    {
        foreach (var item in source)
        {
            yield return item;
        }
    }

    private static KeyValuePair<string?, TValue?> Find<TValue>(
        IEnumerable<KeyValuePair<string, TValue>> entries, string key, Func<string, string> keyConverter)
    {
        foreach (var (name, value) in entries)
        {
            if (keyConverter(name) == key)
            {
                return new(name, value);
            }
        }

        return default;
    }
}
