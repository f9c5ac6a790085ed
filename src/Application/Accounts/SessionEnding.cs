using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Ends sessions together with what made it necessary: both are saved or neither, and only then the ends are made known.</summary>
internal sealed class SessionEnding(ISessionRepository sessions, IEndedSessions endedSessions, TimeProvider clock)
{
    /// <summary>Ends all sessions of a person, but one if it is named, and commits.</summary>
    public async Task<Result> EndAllAndCommitAsync(
        UserId userId, SessionId? except, SessionEndReason reason, IUnitOfWork work, CancellationToken ct)
    {
        var ended = await sessions.EndAllAsync(userId, except, reason, clock.GetUtcNow(), ct);
        var committed = await work.CommitAsync(ct);
        if (committed.Error is null)
        {
            foreach (var session in ended)
            {
                endedSessions.Add(session);
            }
        }

        return committed;
    }
}
