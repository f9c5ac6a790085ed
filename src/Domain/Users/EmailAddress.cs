using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <summary>
/// An e-mail address as the person typed it, in NFC, with an internationalized domain in its ASCII form (RFC 5891). Two addresses are
/// the same to the system when they differ in case only; the database decides that, this type does not.
/// </summary>
public readonly record struct EmailAddress
{
    /// <summary>The longest address that is kept, in characters.</summary>
    public const int MaxLength = 255;

    // RFC 5321, 4.5.3.1.1
    private const int MaxLocalPartOctets = 64;

    private static readonly SearchValues<char> Specials = SearchValues.Create(" \t\"(),:;<>@[\\]");

    private static readonly SearchValues<char> LabelCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = true };

    private EmailAddress(string value) => Value = value;

    /// <summary>The address.</summary>
    public string Value { get; }

    /// <summary>What stands before the last @.</summary>
    public string LocalPart => Value[..Value.LastIndexOf('@')];

    /// <summary>Reads an address: dot-atoms of any script (RFC 6531) before the @, a domain of at least two labels after it. Quoted local parts and address literals are refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EmailAddress address)
    {
        address = default;
        if (text is null || text.Length > 4 * MaxLength || !Text.IsClean(text))
        {
            return false;
        }

        var typed = Text.Normalize(text);
        var at = typed.LastIndexOf('@');
        if (at < 1 || !IsLocalPart(typed.AsSpan(0, at)) || !TryReadDomain(typed[(at + 1)..], out var domain))
        {
            return false;
        }

        var value = $"{typed[..at]}@{domain}";

        // What it is looked up by is its lower case, where this letter becomes two: that has to fit as well.
        if (value.Length + value.AsSpan().Count('İ') > MaxLength)
        {
            return false;
        }

        address = new EmailAddress(value);
        return true;
    }

    /// <summary>An address that has been read before, from the database or after validation. Throws on anything else.</summary>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException("Not an e-mail address.");

    /// <summary>An address that the database holds; it is not judged again, since rules may have become stricter since.</summary>
    public static EmailAddress FromStore(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsLocalPart(ReadOnlySpan<char> local) =>
        Encoding.UTF8.GetByteCount(local) <= MaxLocalPartOctets
        && local[0] != '.' && local[^1] != '.' && local.IndexOf("..") < 0
        && !local.ContainsAny(Specials)
        && !ContainsSeparator(local);

    // White space of other scripts and invisible format characters make two addresses look alike.
    private static bool ContainsSeparator(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReadDomain(string typed, out string domain)
    {
        domain = typed;
        try
        {
            if (!Ascii.IsValid(typed))
            {
                domain = Idn.GetAscii(typed);
            }
        }
        catch (ArgumentException)
        {
            return false;
        }

        var labels = domain.Split('.');
        return labels.Length >= 2 && domain.Length <= 253 && Array.TrueForAll(labels, IsLabel);
    }

    private static bool IsLabel(string label) =>
        label.Length is >= 1 and <= 63 && label[0] != '-' && label[^1] != '-'
        && !label.AsSpan().ContainsAnyExcept(LabelCharacters);
}
