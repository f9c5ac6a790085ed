using System.Text.Json.Serialization;
using UserSystem.Application.Attributes;
using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>What can be shown together with a record.</summary>
[Flags]
public enum UserParts
{
    /// <summary>The record alone.</summary>
    None = 0,

    /// <summary>Values by their keys.</summary>
    Attributes = 1,

    /// <summary>What the person tells about themselves.</summary>
    Profile = 2,

    /// <summary>How the person likes things to be.</summary>
    Preferences = 4,

    /// <summary>The names of the roles that the person has at present.</summary>
    Roles = 8,
}

/// <summary>What is to be shown together with a record, in the same statement.</summary>
/// <param name="Parts">Which parts.</param>
/// <param name="Keys">The keys whose values the caller may see.</param>
/// <param name="Namespace">The open namespace, where the caller may see its values; null otherwise.</param>
/// <param name="Now">For what holds for a time only.</param>
public sealed record UserInclusion(UserParts Parts, IReadOnlyCollection<string> Keys, string? Namespace, DateTimeOffset Now);

/// <summary>A record that can be shown with more than itself. What was not asked for is absent.</summary>
public abstract record WithParts
{
    /// <summary>The values that the caller may see, by their keys.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AttributeMap? Attributes { get; init; }

    /// <summary>What the person tells about themselves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProfileDto? Profile { get; init; }

    /// <summary>How the person likes things to be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreferencesDto? Preferences { get; init; }

    /// <summary>The names of the roles that the person has at present; everybody active has <c>user</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Changes with the parts; empty where there are none.</summary>
    [JsonIgnore]
    public string PartsTag { get; init; } = "";
}

/// <summary>What a person tells about themselves.</summary>
/// <param name="Bio">A few sentences.</param>
/// <param name="Location">Where they live, in their own words.</param>
/// <param name="Website">Their page.</param>
/// <param name="SocialLinks">Where else they are found: a list of <c>network</c> and <c>url</c>.</param>
/// <param name="DateOfBirth">Their birthday.</param>
/// <param name="PhoneNumber">In E.164 form.</param>
/// <param name="EmergencyContact">Whom to call for them.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record ProfileDto(
    string? Bio, string? Location, string? Website, RawJson SocialLinks, DateOnly? DateOfBirth, string? PhoneNumber, RawJson EmergencyContact,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>How a person likes things to be.</summary>
/// <param name="Theme">Light, dark or another.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="Timezone">IANA.</param>
/// <param name="Locale">BCP 47.</param>
/// <param name="DateFormat">How dates are written.</param>
/// <param name="Appearance">Colours and fonts.</param>
/// <param name="Notifications">What they want to be told, and how.</param>
/// <param name="Accessibility">What helps them.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record PreferencesDto(
    string Theme, string Language, string Timezone, string? Locale, string? DateFormat, RawJson Appearance, RawJson Notifications,
    RawJson Accessibility, DateTimeOffset UpdatedAt);

/// <summary>Finds out what of a person may be shown to the caller.</summary>
internal sealed class UserInclusions(AttributeCatalog catalog, AttributeAccess access, ICaller caller, IPermissions permissions, TimeProvider clock)
{
    /// <summary>The inclusion, null where nothing is asked for; or why the caller may not see it.</summary>
    public async ValueTask<Result<UserInclusion?>> OfAsync(UserId owner, UserParts parts, CancellationToken ct)
    {
        if (parts is UserParts.None)
        {
            return Nothing;
        }

        // What people tell and like is theirs, and of others for those who may see profiles.
        if ((parts & (UserParts.Profile | UserParts.Preferences)) != 0 && owner != caller.UserId
            && !(await permissions.OfAsync(caller.UserId, ct)).Holds(Permissions.ProfilesRead))
        {
            return new MissingPermissionError(Permissions.ProfilesRead);
        }

        // Of oneself, what one sees as a person: nobody's permissions have to be looked up for the most frequent question of all.
        return owner == caller.UserId
            ? new UserInclusion(parts, catalog.PersonReads, catalog.NamespacePersonReads, clock.GetUtcNow())
            : await OfAnotherAsync(owner, parts, ct);
    }

    private async Task<UserInclusion> OfAnotherAsync(UserId owner, UserParts parts, CancellationToken ct)
    {
        List<string> keys = new(catalog.All.Count);
        string? open = null;
        foreach (var handler in (parts & UserParts.Attributes) != 0 ? catalog.All : [])
        {
            if (!await access.MayReadAsync(handler, owner, ct))
            {
                continue;
            }

            if (catalog.IsOpen(handler))
            {
                open = catalog.Options.OpenNamespace;
            }
            else
            {
                keys.Add(handler.Name);
            }
        }

        return new UserInclusion(parts, keys, open, clock.GetUtcNow());
    }

    private static readonly Result<UserInclusion?> Nothing = Result<UserInclusion?>.Of(null);
}
