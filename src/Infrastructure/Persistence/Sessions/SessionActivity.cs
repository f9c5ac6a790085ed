using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Security.Tokens;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Sessions;

/// <summary>
/// Remembers which sessions were used, for as long as it takes to write that down, and asks the database only where memory cannot tell:
/// when a session may have been idle for too long, or when this node does not hear the others.
/// </summary>
internal sealed class SessionActivity(
    NpgsqlDataSource database, INodeMessages nodes, EndedSessions ended, ServiceState state, IOptions<SessionsOptions> options, TimeProvider clock,
    ILogger<SessionActivity> logger) : BackgroundWork, ISessionActivity
{
    private const int Batch = 1000;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SessionId, Entry> _entries = new();

    // How old a session's last activity may be in the database.
    private TimeSpan WriteInterval => TimeSpan.FromSeconds(Math.Min(60, options.Value.IdleTimeoutSeconds / 10.0));

    // A token that is younger than the idle time proves activity by itself.
    private bool TokensOutliveIdleness => options.Value.AccessTokenLifetimeSeconds > options.Value.IdleTimeoutSeconds;

    public ValueTask<Error?> SeenAsync(CallerIdentity identity, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var known = _entries.TryGetValue(identity.SessionId, out var entry);
        var mayBeIdle = TokensOutliveIdleness
            && (!known || now - Volatile.Read(ref entry!.SeenAt) >= TimeSpan.FromSeconds(options.Value.IdleTimeoutSeconds).Ticks);
        if (mayBeIdle || !nodes.Hears || ended.Overflowed)
        {
            return AskAsync(identity, now, ct);
        }

        Note(identity, now);
        return ValueTask.FromResult<Error?>(null);
    }

    public bool HasSeen(SessionId sessionId, int generation) =>
        _entries.TryGetValue(sessionId, out var entry) && Volatile.Read(ref entry.Generation) >= generation;

    /// <summary>Writes down what is due.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcTicks;

        // What ended takes no more activity, so that nothing is sent for it.
        foreach (var pair in _entries)
        {
            if (ended.Contains(pair.Key))
            {
                _entries.TryRemove(pair);
            }
        }

        foreach (var due in _entries.Where(pair => pair.Value.IsDue(now, WriteInterval.Ticks)).Chunk(Batch))
        {
            await WriteAsync(due, ct);
        }

        foreach (var pair in _entries)
        {
            if (now - pair.Value.SeenAt > 2 * WriteInterval.Ticks && pair.Value.IsWritten)
            {
                _entries.TryRemove(pair);
            }
        }
    }

    protected override async Task RunAsync(CancellationToken ct)
    {
        await state.WaitUntilReadyAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(FlushInterval, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                // The last time after the stop was asked for: what was seen is not lost.
                await FlushAsync(CancellationToken.None);
            }
            catch (Exception failure) when (InfrastructureFaults.IsOfDriver(failure))
            {
                logger.ActivityUnwritten(failure.GetType().Name);
            }
        }
    }

    private void Note(CallerIdentity identity, long now)
    {
        var entry = _entries.GetOrAdd(identity.SessionId, static _ => new Entry());
        Volatile.Write(ref entry.SeenAt, now);
        if (Volatile.Read(ref entry.Generation) < identity.Generation)
        {
            Volatile.Write(ref entry.Generation, identity.Generation);
        }
    }

    private async ValueTask<Error?> AskAsync(CallerIdentity identity, long now, CancellationToken ct)
    {
        await using var command = database.Statement(
            "sessions.ask",
            "select 1 from user_sessions where id = $1 and ended_at is null and expires_at > $2 and absolute_expires_at > $2");
        command.Parameters.With(identity.SessionId.Value).With(new DateTime(now, DateTimeKind.Utc));
        if (await command.ExecuteScalarAsync(ct) is null)
        {
            return SessionErrors.Ended;
        }

        Note(identity, now);
        return null;
    }

    private async Task WriteAsync(KeyValuePair<SessionId, Entry>[] due, CancellationToken ct)
    {
        using var span = Traces.Job("SessionActivity");
        var seen = due.Select(static pair => (pair.Key, Generation: Volatile.Read(ref pair.Value.Generation), At: Volatile.Read(ref pair.Value.SeenAt))).ToArray();
        await using var command = database.Statement(
            "sessions.write_activity",
            """
            with a as (
                select s.id, a.generation, a.seen_at
                from unnest($1, $2, $3) as a (id, generation, seen_at) join user_sessions s on s.id = a.id
                where s.ended_at is null and s.expires_at > a.seen_at
                order by s.id for no key update of s
            )
            update user_sessions s
            set last_activity_at = greatest(s.last_activity_at, a.seen_at),
                expires_at = greatest(s.expires_at, least(a.seen_at + case when s.remembered then $5 else $4 end, s.absolute_expires_at)),
                successor_seen_at = case when s.generation = a.generation then coalesce(s.successor_seen_at, a.seen_at) else s.successor_seen_at end
            from a where s.id = a.id
            """);
        command.Parameters
            .With(seen.Select(static each => each.Key.Value).ToArray()).With(seen.Select(static each => each.Generation).ToArray())
            .With(seen.Select(static each => new DateTime(each.At, DateTimeKind.Utc)).ToArray())
            .With(options.Value.Lifetime.Idle).With(options.Value.Lifetime.RememberedIdle);
        await command.ExecuteNonQueryAsync(ct);
        for (var i = 0; i < due.Length; i++)
        {
            due[i].Value.Wrote(seen[i].Generation, seen[i].At);
        }
    }

    private sealed class Entry
    {
        public int Generation;
        public long SeenAt;
        private int _writtenGeneration;
        private long _writtenAt;

        public bool IsWritten => _writtenGeneration == Volatile.Read(ref Generation) && _writtenAt == Volatile.Read(ref SeenAt);

        // A generation that is new must be known soon, since it decides what becomes of the token before it.
        public bool IsDue(long now, long interval) =>
            _writtenGeneration != Volatile.Read(ref Generation) || (Volatile.Read(ref SeenAt) > _writtenAt && now - _writtenAt >= interval);

        public void Wrote(int generation, long seenAt) => (_writtenGeneration, _writtenAt) = (generation, seenAt);
    }
}
