using System.Diagnostics.CodeAnalysis;
using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <summary>The id that a person has in the system that they came from; compared exactly.</summary>
public readonly record struct ExternalId
{
    /// <summary>The longest external id, in code points.</summary>
    public const int MaxLength = 255;

    private ExternalId(string value) => Value = value;

    /// <summary>The id, in NFC and trimmed.</summary>
    public string Value { get; }

    /// <summary>Reads an id of 1 to <see cref="MaxLength"/> code points without control characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ExternalId externalId)
    {
        externalId = default;
        if (text is null || !Text.IsClean(text) || Text.Length(text) is < 1 or > MaxLength)
        {
            return false;
        }

        externalId = new ExternalId(Text.Normalize(text));
        return true;
    }

    /// <summary>An id that has been validated before. Throws on anything else.</summary>
    public static ExternalId Parse(string text) =>
        TryParse(text, out var externalId) ? externalId : throw new FormatException("Not an external id.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
