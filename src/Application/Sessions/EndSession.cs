using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Sessions;

/// <summary>The caller ends one of their sessions. Another than the one that asks wants a password given lately, as a borrowed session must not lock its owner out.</summary>
/// <param name="SessionId">Which one.</param>
public sealed record EndSession(Guid SessionId) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class EndSessionHandler(
    ISessionRepository sessions, IEndedSessions endedSessions, FreshLogin freshLogin, ICaller caller, TimeProvider clock)
    : ICommandHandler<EndSession>
{
    public async Task<Result> Handle(EndSession request, CancellationToken cancellationToken)
    {
        var (id, now) = (new SessionId(request.SessionId), clock.GetUtcNow());
        var own = id == caller.Identity!.SessionId;
        if (!own && freshLogin.Check() is { } stale)
        {
            return stale;
        }

        // The one that asks lives, since it asks, even where the database does not know yet that it was used.
        if (!await (own
            ? sessions.EndAsync(id, SessionEndReason.Revoked, now, cancellationToken)
            : sessions.EndAsync(id, caller.UserId, SessionEndReason.Revoked, now, cancellationToken)))
        {
            return SessionErrors.NotFound;
        }

        endedSessions.Add(id);
        return Result.Success;
    }
}

/// <summary>The caller ends their sessions, with or without the one that asks. Wants a password given lately.</summary>
/// <param name="ExceptCurrent">Spares the session that asks.</param>
public sealed record EndSessions(bool ExceptCurrent) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class EndSessionsHandler(SessionEnding sessions, IUnitOfWork work, FreshLogin freshLogin, ICaller caller) : ICommandHandler<EndSessions>
{
    public async Task<Result> Handle(EndSessions request, CancellationToken cancellationToken) =>
        freshLogin.Check() is { } stale
            ? stale
            : await sessions.EndAllAndCommitAsync(
                caller.UserId, request.ExceptCurrent ? caller.Identity!.SessionId : null, SessionEndReason.Revoked, work, cancellationToken);
}
