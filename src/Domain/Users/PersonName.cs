using System.Diagnostics.CodeAnalysis;
using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <summary>The name a person goes by, in any script; nothing is assumed about its parts.</summary>
public readonly record struct PersonName
{
    /// <summary>The longest name, in code points.</summary>
    public const int MaxLength = 100;

    private PersonName(string value) => Value = value;

    /// <summary>The name, in NFC and trimmed.</summary>
    public string Value { get; }

    /// <summary>Reads a name of 1 to <see cref="MaxLength"/> code points without control characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PersonName name)
    {
        name = default;
        if (text is null || !Text.IsClean(text) || Text.Length(text) is < 1 or > MaxLength)
        {
            return false;
        }

        name = new PersonName(Text.Normalize(text));
        return true;
    }

    /// <summary>A name that has been validated before. Throws on anything else.</summary>
    public static PersonName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException("Not a name.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
