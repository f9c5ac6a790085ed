using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Sessions;

/// <summary>Identifies a <see cref="SecurityEvent"/>.</summary>
public readonly record struct SecurityEventId(Guid Value) : IEntityId<SecurityEventId>
{
    /// <inheritdoc/>
    public static SecurityEventId From(Guid value) => new(value);
}

/// <summary>Something that a person, or those who guard the service, should know of.</summary>
public enum SecurityEventKind
{
    /// <summary>A replaced refresh token came back while that was still excusable.</summary>
    RefreshRepeated,

    /// <summary>A replaced refresh token came back and ended its session.</summary>
    RefreshReused,

    /// <summary>Somebody logged in from a device that was not known.</summary>
    NewDevice,

    /// <summary>Passwords were tried too often, and a login was held back for it.</summary>
    Throttled,

    /// <summary>The password was changed or reset.</summary>
    PasswordChanged,

    /// <summary>The e-mail address was changed.</summary>
    EmailChanged,

    /// <summary>A change of the e-mail address was taken back from an earlier address.</summary>
    EmailReverted,

    /// <summary>The account was deleted by its owner.</summary>
    AccountDeleted,

    /// <summary>The account was restored.</summary>
    AccountRestored,
}

/// <summary>How much it matters.</summary>
public enum SecurityEventSeverity
{
    /// <summary>Worth keeping.</summary>
    Info,

    /// <summary>Somebody may have what they should not.</summary>
    Warning,
}

/// <summary>One entry of a person's security history; never changed afterwards.</summary>
public sealed class SecurityEvent
{
    private SecurityEvent()
    {
    }

    /// <summary>Something that happened, in a session where one is known.</summary>
    public SecurityEvent(
        SecurityEventId id, UserId userId, SecurityEventKind kind, SecurityEventSeverity severity, SessionId? sessionId, DateTimeOffset at)
    {
        Id = id;
        UserId = userId;
        Kind = kind;
        Severity = severity;
        SessionId = sessionId;
        At = at;
    }

    /// <summary>Never changes.</summary>
    public SecurityEventId Id { get; private set; }

    /// <summary>Whom it concerns.</summary>
    public UserId UserId { get; private set; }

    /// <summary>What happened.</summary>
    public SecurityEventKind Kind { get; private set; }

    /// <summary>How much it matters.</summary>
    public SecurityEventSeverity Severity { get; private set; }

    /// <summary>In which session.</summary>
    public SessionId? SessionId { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }
}
