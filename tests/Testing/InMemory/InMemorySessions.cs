using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>Sessions in memory.</summary>
public sealed class InMemorySessions(InMemoryWork work, InMemoryData data) : ISessionRepository
{
    /// <summary>Every session that ever began.</summary>
    public IReadOnlyList<Session> All => data.Sessions;

    /// <summary>The security history.</summary>
    public IReadOnlyList<SecurityEvent> SecurityEvents => data.SecurityEvents;

    /// <summary>Begins a session of somebody who is saved.</summary>
    public Session Begin(Session session)
    {
        data.Sessions.Add(session);
        return session;
    }

    /// <inheritdoc/>
    public Task<LiveSession?> TryRotateAsync(Rotation rotation, CancellationToken ct)
    {
        var (id, presented, next, sealedNext, lifetime, now) = rotation;
        if (Find(id) is not { } session || !session.TokenHash.AsSpan().SequenceEqual(presented) || Live(session, now) is null)
        {
            return Task.FromResult<LiveSession?>(null);
        }

        var idleEnd = now + lifetime.IdleFor(session.Remembered);
        session.With(each => each.PreviousTokenHash, session.TokenHash).With(each => each.TokenHash, next)
            .With(each => each.CurrentTokenSealed, sealedNext).With(each => each.Generation, session.Generation + 1)
            .With(each => each.RotatedAt, now).With(each => each.SuccessorSeenAt, (DateTimeOffset?)null).With(each => each.LastActivityAt, now)
            .With(each => each.ExpiresAt, idleEnd < session.AbsoluteExpiresAt ? idleEnd : session.AbsoluteExpiresAt);
        return Task.FromResult(Live(session, now));
    }

    /// <inheritdoc/>
    public Task<Session?> FindForUpdateAsync(SessionId id, CancellationToken ct) =>
        Task.FromResult(Find(id) is { } session ? work.Track(session) : null);

    /// <inheritdoc/>
    public Task<LiveSession?> FindLiveAsync(SessionId id, DateTimeOffset now, CancellationToken ct) =>
        Task.FromResult(Find(id) is { } session ? Live(session, now) : null);

    /// <inheritdoc/>
    public Task<LiveSession?> TryReauthenticateAsync(SessionId id, int generation, byte[] nextHash, DateTimeOffset now, CancellationToken ct)
    {
        if (Find(id) is not { } session || session.Generation != generation || Live(session, now) is null)
        {
            return Task.FromResult<LiveSession?>(null);
        }

        session.With(each => each.PreviousTokenHash, session.TokenHash).With(each => each.TokenHash, nextHash)
            .With(each => each.CurrentTokenSealed, (byte[]?)null).With(each => each.Generation, generation + 1)
            .With(each => each.RotatedAt, now).With(each => each.SuccessorSeenAt, (DateTimeOffset?)null).With(each => each.LastActivityAt, now)
            .With(each => each.AuthenticatedAt, now);
        return Task.FromResult(Live(session, now));
    }

    /// <inheritdoc/>
    public Task<bool> EndAsync(SessionId id, SessionEndReason reason, DateTimeOffset now, CancellationToken ct) =>
        Task.FromResult(End(Find(id), reason, now));

    /// <inheritdoc/>
    public Task<bool> EndAsync(SessionId id, UserId owner, SessionEndReason reason, DateTimeOffset now, CancellationToken ct) =>
        Task.FromResult(data.Sessions.Find(session => session.Id == id && session.UserId == owner) is { } session
            && End(session, reason, now) && now < session.ExpiresAt);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionId>> EndAllAsync(
        UserId userId, SessionId? except, SessionEndReason reason, DateTimeOffset now, CancellationToken ct)
    {
        var ending = data.Sessions.Where(session => session.UserId == userId && session.Id != except && session.EndedAt is null).ToList();
        work.Stage(() => ending.ForEach(session => End(session, reason, now)));
        return Task.FromResult<IReadOnlyList<SessionId>>([.. ending.Select(static session => session.Id)]);
    }

    /// <inheritdoc/>
    public void Add(SecurityEvent happened) => work.Stage(() => data.SecurityEvents.Add(happened));

    /// <inheritdoc/>
    public Task AddUnlessRecentAsync(SecurityEvent happened, TimeSpan quiet, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (!data.SecurityEvents.Exists(each => each.SessionId == happened.SessionId && each.Kind == happened.Kind && each.At > happened.At - quiet))
        {
            Add(happened);
        }

        return Task.CompletedTask;
    }

    private static bool End(Session? session, SessionEndReason reason, DateTimeOffset now)
    {
        if (session is not { EndedAt: null })
        {
            return false;
        }

        session.End(reason, now);
        return true;
    }

    private Session? Find(SessionId id) => data.Sessions.Find(session => session.Id == id);

    private LiveSession? Live(Session session, DateTimeOffset now) =>
        session.EndedAt is null && now < session.ExpiresAt && now < session.AbsoluteExpiresAt
        && data.Users.Find(user => user.Id == session.UserId) is { Status: UserStatus.Active, DeletedAt: null } owner
            ? new LiveSession(
                session.Id, session.Generation, session.DeviceId, session.AuthenticatedAt, session.ExpiresAt, session.AbsoluteExpiresAt,
                owner.Id, owner.Email.Value, owner.Name, owner.Status)
            : null;
}
