using System.Reflection;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Profiles;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Domain.Tests;

/// <summary>What the database fills: made without arguments, then set member by member.</summary>
public sealed class RecordTests
{
    private static readonly Type[] Records =
    [
        .. typeof(Entity).Assembly.GetTypes().Where(static type =>
            type is { IsClass: true, IsAbstract: false } && Empty(type) is { IsPrivate: true } && !IsMadeByTheCompiler(type)),
    ];

    [TestCaseSource(nameof(Records))]
    public void Has_no_hole_where_its_type_promises_a_value(Type type)
    {
        var record = Empty(type)!.Invoke(null);
        var nullability = new NullabilityInfoContext();

        var holes = type.GetProperties()
            .Where(member => nullability.Create(member).ReadState is NullabilityState.NotNull && member.GetValue(record) is null)
            .Select(static member => member.Name);

        Assert.That(holes, Is.Empty);
    }

    [TestCaseSource(nameof(Records))]
    public void Can_be_filled_by_nobody_else(Type type) =>
        Assert.That(type.GetProperties().Where(static member => member.SetMethod is { IsPublic: true }).Select(static member => member.Name), Is.Empty);

    [Test]
    public void There_are_such_records() => Assert.That(
        Records,
        Is.SupersetOf(new[] { typeof(User), typeof(Session), typeof(Role), typeof(UserPreferences), typeof(UserProfile), typeof(Device) }));

    [Test]
    public void Preferences_begin_with_the_defaults()
    {
        var preferences = (UserPreferences)Empty(typeof(UserPreferences))!.Invoke(null);

        Assert.That(
            (preferences.Theme, preferences.Language, preferences.Locale, preferences.Timezone, preferences.DateFormat),
            Is.EqualTo(("light", "en", (string?)null, "UTC", (string?)null)));
        Assert.That(
            new[] { preferences.Appearance, preferences.NotificationSettings, preferences.PrivacySettings, preferences.AccessibilitySettings }
                .Select(static json => JsonDocument.Parse(json).RootElement.ValueKind),
            Is.All.EqualTo(JsonValueKind.Object));
    }

    [Test]
    public void A_profile_begins_empty()
    {
        var profile = (UserProfile)Empty(typeof(UserProfile))!.Invoke(null);

        Assert.That(JsonDocument.Parse(profile.SocialLinks).RootElement.ValueKind, Is.EqualTo(JsonValueKind.Array));
        Assert.That((profile.Bio, profile.Location, profile.DateOfBirth, profile.AvatarKey), Is.EqualTo(((string?)null, (string?)null, (DateOnly?)null, (string?)null)));
    }

    [Test]
    public void A_role_is_given_from_now_on_and_without_an_end()
    {
        var (user, role, giver) = (Any.Id<UserId>(), Any.Id<RoleId>(), Any.Id<UserId>());

        var given = new UserRole(user, role);
        given.Stamp(giver, Any.Instant);

        Assert.That((given.UserId, given.RoleId, given.AssignedBy, given.AssignedAt), Is.EqualTo((user, role, (UserId?)giver, Any.Instant)));
        Assert.That((given.ValidFrom, given.ExpiresAt), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
    }

    private static ConstructorInfo? Empty(Type type) =>
        type.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public, []);

    private static bool IsMadeByTheCompiler(Type type) => type.Name.Contains('<', StringComparison.Ordinal);
}
