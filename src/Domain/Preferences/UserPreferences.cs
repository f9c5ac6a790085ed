using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Preferences;

/// <summary>How a person likes things to be. Everybody has a record from the start, with the defaults: the database sees to that.</summary>
public sealed class UserPreferences
{
    private UserPreferences()
    {
    }

    /// <summary>Whose they are.</summary>
    public UserId UserId { get; private set; }

    /// <summary>Light, dark, or as the device has it.</summary>
    public string Theme { get; private set; } = "light";

    /// <summary>The language to address the person in, as a BCP 47 tag.</summary>
    public string Language { get; private set; } = Languages.Default;

    /// <summary>How dates and numbers are written, as a BCP 47 tag.</summary>
    public string? Locale { get; private set; }

    /// <summary>An IANA time zone.</summary>
    public string Timezone { get; private set; } = "UTC";

    /// <summary>A pattern for dates, or null for the locale's own.</summary>
    public string? DateFormat { get; private set; }

    /// <summary>A JSON object: colours and fonts.</summary>
    public string Appearance { get; private set; } = "{}";

    /// <summary>A JSON object: what to be told of, where and how often.</summary>
    public string NotificationSettings { get; private set; } = "{}";

    /// <summary>A JSON object: who may see what.</summary>
    public string PrivacySettings { get; private set; } = "{}";

    /// <summary>A JSON object: what makes the screen usable for the person.</summary>
    public string AccessibilitySettings { get; private set; } = "{}";

    /// <summary>Counted by the database with every change.</summary>
    public int Version { get; private set; }

    /// <summary>When the record was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it last changed; kept by the database.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }
}
