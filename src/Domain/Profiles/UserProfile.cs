using UserSystem.Domain.Users;

namespace UserSystem.Domain.Profiles;

/// <summary>What a person tells about themselves. Everybody has one from the start, empty: the database sees to that.</summary>
public sealed class UserProfile
{
    private UserProfile()
    {
    }

    /// <summary>Whose it is.</summary>
    public UserId UserId { get; private set; }

    /// <summary>A few sentences.</summary>
    public string? Bio { get; private set; }

    /// <summary>Where they live, in their own words; up to 100 characters.</summary>
    public string? Location { get; private set; }

    /// <summary>Their page; up to 255 characters.</summary>
    public string? Website { get; private set; }

    /// <summary>A JSON array of networks and addresses.</summary>
    public string SocialLinks { get; private set; } = "[]";

    /// <summary>Their birthday.</summary>
    public DateOnly? DateOfBirth { get; private set; }

    /// <summary>In E.164 form.</summary>
    public string? PhoneNumber { get; private set; }

    /// <summary>A JSON object: whom to call for them.</summary>
    public string? EmergencyContact { get; private set; }

    /// <summary>Where the picture is stored.</summary>
    public string? AvatarKey { get; private set; }

    /// <summary>The picture's media type.</summary>
    public string? AvatarContentType { get; private set; }

    /// <summary>The picture's width in pixels.</summary>
    public int? AvatarWidth { get; private set; }

    /// <summary>The picture's height in pixels.</summary>
    public int? AvatarHeight { get; private set; }

    /// <summary>SHA-256 of the picture.</summary>
    public byte[]? AvatarHash { get; private set; }

    /// <summary>Counted by the database with every change.</summary>
    public int Version { get; private set; }

    /// <summary>When the record was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it last changed; kept by the database.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }
}
