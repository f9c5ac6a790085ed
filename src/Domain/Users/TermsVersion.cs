using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace UserSystem.Domain.Users;

/// <summary>A version of the terms of use, like <c>v1.0</c>.</summary>
public readonly partial record struct TermsVersion
{
    /// <summary>How a version is written, also a constraint in the database.</summary>
    public const string Pattern = "^v[0-9]+\\.[0-9]+$";

    /// <summary>The longest version, in characters.</summary>
    public const int MaxLength = 20;

    private TermsVersion(string value) => Value = value;

    /// <summary>The version as it is written.</summary>
    public string Value { get; }

    /// <summary>Reads a version.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TermsVersion version)
    {
        version = default;
        // $ would let a final line feed pass.
        if (text is null || text.Length > MaxLength || text.EndsWith('\n') || !Form().IsMatch(text))
        {
            return false;
        }

        version = new TermsVersion(text);
        return true;
    }

    /// <summary>A version that is known to be one. Throws on anything else.</summary>
    public static TermsVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is no version of the terms; one looks like v1.0.");

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
