using System.Globalization;
using System.Text;

namespace UserSystem.Domain.Shared;

/// <summary>The one rule for text that people type: NFC, trimmed, measured in code points, without control characters.</summary>
public static class Text
{
    /// <summary>The text as it is kept: Unicode normalization form C, without white space around it. Only for text that <see cref="IsClean"/>.</summary>
    public static string Normalize(string text) => text.Normalize(NormalizationForm.FormC).Trim();

    /// <summary>Length in code points after <see cref="Normalize"/>.</summary>
    public static int Length(string text)
    {
        var length = 0;
        foreach (var _ in Normalize(text).EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    /// <summary>
    /// True where the text is well-formed UTF-16 on one line, and holds neither control characters, nor what turns the direction of the
    /// text around it (UAX #9, 2.1 to 2.5), nor noncharacters (Unicode, 23.7). PostgreSQL could not even store U+0000, and U+FFFE cannot
    /// be normalized.
    /// </summary>
    public static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune) || Breaks(rune) || IsNoncharacter(rune.Value))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
        }

        return true;
    }

    // Marks and joiners, without which some names cannot be written, are none of these.
    private static bool Breaks(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is >= 0x202a and <= 0x202e or >= 0x2066 and <= 0x2069;

    private static bool IsNoncharacter(int codePoint) => (codePoint & 0xfffe) == 0xfffe || codePoint is >= 0xfdd0 and <= 0xfdef;
}
