using System.Globalization;
using System.Text;

namespace UserSystem.Infrastructure.Mail;

/// <summary>A stretch of a line, and the direction it is kept apart in: null for the line's own words.</summary>
/// <param name="Text">The stretch, without marks.</param>
/// <param name="Direction"><c>auto</c>, <c>ltr</c> or null.</param>
internal readonly record struct BidiPart(string Text, string? Direction);

/// <summary>
/// Keeps foreign text from turning the words around it (Unicode UAX #9, isolates). Lines carry the marks as characters; plain text is
/// sent so, and HTML gets elements in their place.
/// </summary>
internal static class Bidi
{
    private const char LeftToRightMark = '\u2066';
    private const char FirstStrongMark = '\u2068';
    private const char EndMark = '\u2069';
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>Text of any script, such as a name: its first letter tells its direction.</summary>
    public static string Isolate(string text) => $"{FirstStrongMark}{Clean(text)}{EndMark}";

    /// <summary>Text that always runs from left to right, such as a time.</summary>
    public static string IsolateLeftToRight(string text) => $"{LeftToRightMark}{Clean(text)}{EndMark}";

    /// <summary>Takes a line apart at the marks.</summary>
    public static IEnumerable<BidiPart> Parts(string line)
    {
        var start = 0;
        string? direction = null;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is not (LeftToRightMark or FirstStrongMark or EndMark))
            {
                continue;
            }

            if (i > start)
            {
                yield return new BidiPart(line[start..i], direction);
            }

            direction = line[i] switch { LeftToRightMark => "ltr", FirstStrongMark => "auto", _ => null };
            start = i + 1;
        }

        if (start < line.Length)
        {
            yield return new BidiPart(line[start..], direction);
        }
    }

    // Overrides and stray isolates would reach beyond the text, line breaks would forge lines. The two joiners belong to the spelling
    // of Persian, of Indic scripts and of emoji.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                clean.Append(' ');
            }
            else if (category is not UnicodeCategory.Format || rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner)
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}
