using System.Text.RegularExpressions;

namespace UserSystem.Domain.Attributes;

/// <summary>How keys of attributes are written: <c>favourite_colour</c>, or within a namespace <c>custom.shoe-size</c>.</summary>
public static partial class AttributeName
{
    /// <summary>The rule, also a constraint in the database.</summary>
    public const string Pattern = @"^[a-z][a-z0-9_]{0,63}(\.[a-z0-9_-]{1,64})?$";

    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 129;

    /// <summary>True for a text that is written like a key; whether there is such a key is another question.</summary>
    public static bool IsValid(string? text) => text is { Length: > 0 and <= MaxLength } && text[^1] != '\n' && Form().IsMatch(text);

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
