using UserSystem.Application.Attributes.Types;

namespace UserSystem.Application.Attributes.Handlers;

/// <summary>Which steps of getting started the person has done, and when.</summary>
public sealed class OnboardingMilestones() : AttributeHandler<IReadOnlyDictionary<string, DateTimeOffset>>(
    Key, AttributeTypes.MapOf(AttributeTypes.Instant, "^[a-z][a-z0-9_]{0,63}$", maxCount: 100))
{
    /// <summary>The key.</summary>
    public static readonly AttributeKey<IReadOnlyDictionary<string, DateTimeOffset>> Key = new("onboarding_milestones");

    /// <inheritdoc/>
    public override string Description => "Which steps of getting started the person has done, and when: milestone to instant.";

    /// <inheritdoc/>
    public override Audience Readers => Audience.Person | Audience.Staff;

    /// <inheritdoc/>
    public override Audience Writers => Audience.Person | Audience.Staff;

    /// <inheritdoc/>
    public override bool KeepsHistory => true;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, DateTimeOffset> Example => new Dictionary<string, DateTimeOffset>
    {
        ["profile_completed"] = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
    };
}
