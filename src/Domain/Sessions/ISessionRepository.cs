using UserSystem.Domain.Users;

namespace UserSystem.Domain.Sessions;

/// <summary>The replacement of a session's refresh token by the next one.</summary>
public sealed record Rotation(
    SessionId SessionId, byte[] PresentedHash, byte[] NextHash, byte[] NextSealed, SessionLifetime Lifetime, DateTimeOffset Now);

/// <summary>A living session and its owner, as the answer to a login or a refresh tells them.</summary>
public sealed record LiveSession(
    SessionId Id, int Generation, DeviceId DeviceId, DateTimeOffset AuthenticatedAt, DateTimeOffset ExpiresAt, DateTimeOffset AbsoluteExpiresAt,
    UserId UserId, string Email, string? Name, UserStatus UserStatus);

/// <summary>The sessions. Starting, rotating and ending are single statements, effective at once: they are the hot writes.</summary>
public interface ISessionRepository
{
    /// <summary>
    /// Replaces the refresh token if the presented one is current, the session alive and its owner active; null otherwise.
    /// Of any number of callers with one token, one gets an answer.
    /// </summary>
    Task<LiveSession?> TryRotateAsync(Rotation rotation, CancellationToken ct);

    /// <summary>The session, locked until the unit of work commits, or null.</summary>
    Task<Session?> FindForUpdateAsync(SessionId id, CancellationToken ct);

    /// <summary>The session with its owner, if both are alive; or null.</summary>
    Task<LiveSession?> FindLiveAsync(SessionId id, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Notes that the password was given again, and puts the next refresh token in the place of the present one; null where another
    /// rotation was faster or the session has ended.
    /// </summary>
    Task<LiveSession?> TryReauthenticateAsync(SessionId id, int generation, byte[] nextHash, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends a session, also one that has run out. False where it had ended before, or never was.</summary>
    Task<bool> EndAsync(SessionId id, SessionEndReason reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends a session of this person. False where there is no such living one: one that has run out is as unknown as none.</summary>
    Task<bool> EndAsync(SessionId id, UserId owner, SessionEndReason reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Ends all living sessions of a person, but one if it is named, when the unit of work commits. Returns those that end.
    /// </summary>
    Task<IReadOnlyList<SessionId>> EndAllAsync(UserId userId, SessionId? except, SessionEndReason reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>One more entry for the security history.</summary>
    void Add(SecurityEvent happened);

    /// <summary>
    /// One more entry for the security history, unless the same session has one of this kind that is younger than
    /// <paramref name="quiet"/>. Exact for whoever holds the session's lock.
    /// </summary>
    Task AddUnlessRecentAsync(SecurityEvent happened, TimeSpan quiet, CancellationToken ct);
}
