using UserSystem.Application.Ports;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>What was saved, shared by the repositories of any number of units of work.</summary>
public sealed class InMemoryData
{
    internal List<User> Users { get; } = [];

    internal List<TermsAcceptance> Acceptances { get; } = [];

    internal List<VerificationToken> Tokens { get; } = [];

    internal Dictionary<UserId, string> Languages { get; } = [];

    internal List<(UserId UserId, string Role)> Roles { get; } = [];

    internal List<Invitation> Invitations { get; } = [];

    internal List<InvitationUse> InvitationUses { get; } = [];

    internal Dictionary<(string Scope, string Key), KeptAnswer> Answers { get; } = [];

    internal List<(string To, LimitedMail Mail, DateTimeOffset At)> Mails { get; } = [];

    internal List<Session> Sessions { get; } = [];

    internal List<SecurityEvent> SecurityEvents { get; } = [];

    internal Dictionary<DeviceId, (UserId Owner, string? Name)> Devices { get; } = [];

    internal Dictionary<string, Throttle> Throttles { get; } = [];

    internal List<UserAttribute> Attributes { get; } = [];

    internal List<UserAttributeChange> AttributeChanges { get; } = [];

    internal long AttributeVersion { get; set; }

    // Close to how the database folds; where the two differ, its own tests speak.
    internal static string Fold(EmailAddress email) => email.Value.ToLowerInvariant();

    // What the database counts and stamps: each change a millisecond after the one before.
    internal DateTimeOffset AttributeInstant() => Any.Instant.AddMilliseconds(AttributeVersion);

    internal UserAttribute Versioned(UserAttribute attribute)
    {
        AttributeVersion++;
        return attribute.With(static each => each.Version, AttributeVersion).With(static each => each.UpdatedAt, AttributeInstant());
    }

    internal User? ByEmail(EmailAddress email) => Users.Find(user => Fold(user.Email) == Fold(email));

    internal sealed record InvitationUse(InvitationId Invitation, string Address, UserId? User, DateTimeOffset At);

    internal sealed record Throttle(int Failures, DateTimeOffset? BlockedUntil, DateTimeOffset UpdatedAt);
}
