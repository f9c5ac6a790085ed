namespace Mapster.Utils;

/// <summary>Enumeration values to and from their names. Mapster finds both methods by name.</summary>
public static class Enum<TEnum>
    where TEnum : struct, Enum
{
    /// <summary>The value of that name (or number, or list of names with commas), in any case.</summary>
    /// <exception cref="ArgumentException">There is no such value.</exception>
    public static TEnum Parse(string value) => Enum.Parse<TEnum>(value, ignoreCase: true);

    /// <summary>The value's name; the number where it has none.</summary>
    public static string ToString(TEnum value) => value.ToString();
}
