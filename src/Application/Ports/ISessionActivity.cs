using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Ports;

/// <summary>What this node saw of sessions lately: kept in memory, written in batches, off the path of requests.</summary>
public interface ISessionActivity
{
    /// <summary>
    /// A token of the session was accepted. Null where the session goes on; where it may have been idle for too long, or an end may have
    /// been missed, the database is asked, and the error says so.
    /// </summary>
    ValueTask<Error?> SeenAsync(CallerIdentity identity, CancellationToken ct);

    /// <summary>True where an access token of this generation was accepted here.</summary>
    bool HasSeen(SessionId sessionId, int generation);
}
