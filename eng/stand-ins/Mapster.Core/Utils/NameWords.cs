using System.Text;

namespace Mapster.Utils;

/// <summary>Splits names into words and joins them in another case.</summary>
internal static class NameWords
{
    /// <summary>Every word with a capital, nothing between them; converting twice changes nothing more.</summary>
    public static string ToPascalCase(string name)
    {
        var result = new StringBuilder(name.Length);
        for (var index = 0; index < name.Length; index++)
        {
            if (char.IsLetterOrDigit(name[index]))
            {
                result.Append(StartsWord(name, index) ? char.ToUpperInvariant(name[index]) : char.ToLowerInvariant(name[index]));
            }
        }

        return result.ToString();
    }

    /// <summary>The same with a small first letter.</summary>
    public static string ToCamelCase(string name)
    {
        var pascal = ToPascalCase(name);
        return pascal.Length == 0 ? pascal : char.ToLowerInvariant(pascal[0]) + pascal[1..];
    }

    /// <summary>A word starts after a separator, at a capital after a small letter or digit, and at the last capital of an
    /// abbreviation that a small letter follows (<c>HTTPServer</c>: <c>Http</c>, <c>Server</c>).</summary>
    private static bool StartsWord(string name, int index)
    {
        if (index == 0 || !char.IsLetterOrDigit(name[index - 1]))
        {
            return true;
        }

        return char.IsUpper(name[index])
            && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
    }
}
