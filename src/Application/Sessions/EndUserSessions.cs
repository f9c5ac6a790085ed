using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Roles;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Sessions;

/// <summary>Staff ends all sessions of somebody.</summary>
/// <param name="UserId">Whose.</param>
public sealed record EndUserSessions(Guid UserId) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.SessionsEnd);
}

internal sealed class EndUserSessionsHandler(IUserRepository users, Rank rank, SessionEnding sessions, IAuditLog audit, IUnitOfWork work)
    : ICommandHandler<EndUserSessions>
{
    public async Task<Result> Handle(EndUserSessions request, CancellationToken cancellationToken)
    {
        if (await users.FindWithDeletedAsync(new UserId(request.UserId), cancellationToken) is not { } user)
        {
            return UserErrors.NotFound;
        }

        if (await rank.CheckAsync(user.Id, cancellationToken) is { } outranked)
        {
            return outranked;
        }

        audit.Record(new AuditEntry("user.end_sessions", $"user:{user.Id.Value}"));
        return await sessions.EndAllAndCommitAsync(user.Id, except: null, SessionEndReason.RevokedByStaff, work, cancellationToken);
    }
}

/// <summary>Staff ends one session of somebody.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="SessionId">Which.</param>
public sealed record EndUserSession(Guid UserId, Guid SessionId) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.SessionsEnd);
}

internal sealed class EndUserSessionHandler(
    IUserRepository users, Rank rank, ISessionRepository sessions, IEndedSessions endedSessions, IAuditLog audit, IUnitOfWork work, TimeProvider clock)
    : ICommandHandler<EndUserSession>
{
    public async Task<Result> Handle(EndUserSession request, CancellationToken cancellationToken)
    {
        if (await users.FindWithDeletedAsync(new UserId(request.UserId), cancellationToken) is not { } user)
        {
            return UserErrors.NotFound;
        }

        if (await rank.CheckAsync(user.Id, cancellationToken) is { } outranked)
        {
            return outranked;
        }

        var now = clock.GetUtcNow();
        if (await sessions.FindForUpdateAsync(new SessionId(request.SessionId), cancellationToken) is not { EndedAt: null } session
            || session.UserId != user.Id || now >= session.ExpiresAt)
        {
            return SessionErrors.NotFound;
        }

        session.End(SessionEndReason.RevokedByStaff, now);
        audit.Record(new AuditEntry("user.end_session", $"user:{user.Id.Value}", Before: new() { ["sessionId"] = session.Id.Value.ToString() }));
        if (await work.CommitAsync(cancellationToken) is { Error: { } error })
        {
            return error;
        }

        endedSessions.Add(session.Id);
        return Result.Success;
    }
}
