using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>Remembers each session that ended for as long as an access token of it may not have expired, and then forgets it.</summary>
internal sealed class EndedSessions(TimeProvider clock, IOptions<SessionsOptions> options) : IEndedSessions
{
    // The clocks of two nodes may differ by this much.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<SessionId, DateTimeOffset> _forgetAt = new();
    private long _nextSweep;

    /// <summary>How many are remembered.</summary>
    public int Count => _forgetAt.Count;

    private TimeSpan Memory => TimeSpan.FromSeconds(options.Value.AccessTokenLifetimeSeconds) + Skew;

    /// <inheritdoc/>
    public void Add(SessionId sessionId) => Add(sessionId, clock.GetUtcNow());

    /// <summary>True if the session ended lately.</summary>
    public bool Contains(SessionId sessionId) => _forgetAt.ContainsKey(sessionId);

    /// <summary>
    /// Learns of the sessions that ended while this node was not looking: at its start, and after it lost touch with the others.
    /// </summary>
    public async Task LoadAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select id, ended_at from user_sessions where ended_at > $1");
        command.Parameters.AddWithValue(clock.GetUtcNow() - Memory);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            Add(new SessionId(reader.GetGuid(0)), reader.GetFieldValue<DateTimeOffset>(1));
        }
    }

    private void Add(SessionId sessionId, DateTimeOffset endedAt)
    {
        _forgetAt[sessionId] = endedAt + Memory;
        Sweep(clock.GetUtcNow());
    }

    private void Sweep(DateTimeOffset now)
    {
        var due = Volatile.Read(ref _nextSweep);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweep, (now + SweepInterval).UtcTicks, due) != due)
        {
            return;
        }

        foreach (var entry in _forgetAt)
        {
            if (entry.Value <= now)
            {
                _forgetAt.TryRemove(entry);
            }
        }
    }
}
