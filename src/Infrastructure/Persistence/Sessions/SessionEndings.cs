using Npgsql;
using NpgsqlTypes;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Sessions;

/// <summary>
/// Ends single sessions, those of many callers at once: while one statement is under way the next ones gather, and leave together. A commit
/// with a NOTIFY waits for every other such commit on the server, so a thousand log-outs a second must not be a thousand commits.
/// </summary>
internal sealed class SessionEndings(NpgsqlDataSource database)
{
    // As many ids as fit into one message with room to spare.
    private const int Batch = EndedSessionsNews.IdsInMessage;

    private readonly Lock _gate = new();
    private readonly LinkedList<Ending> _waiting = [];
    private bool _underWay;

    /// <summary>Counts sessions whose end is kept.</summary>
    public static void Count(int sessions, SessionEndReason reason)
    {
        if (sessions > 0)
        {
            Instruments.SessionsEnded.Add(sessions, new KeyValuePair<string, object?>("reason", Words.Of(reason)));
        }
    }

    /// <summary>
    /// Ends a session, of this person if one is named. Answers when that is durable and told to the other nodes; false where there was no such
    /// one, or where one that belongs to whoever is named had run out. Who gives up waiting takes nothing back.
    /// </summary>
    public Task<bool> EndAsync(SessionId id, UserId? owner, SessionEndReason reason, DateTimeOffset now, CancellationToken ct)
    {
        var ending = new Ending(id, owner, reason, now);
        bool leads;
        lock (_gate)
        {
            _waiting.AddLast(ending);
            leads = !_underWay;
            _underWay = true;
        }

        if (leads)
        {
            // Serves others as well, and is therefore neither awaited nor broken off: this caller leaves with its own answer.
            _ = CarryOutAsync(CancellationToken.None);
        }

        return ending.Done.Task.WaitAsync(ct);
    }

    private async Task CarryOutAsync(CancellationToken ct)
    {
        while (TakeNext() is { Count: > 0 } batch)
        {
            try
            {
                var ended = await EndAsync(batch, ct);
                foreach (var ending in batch)
                {
                    var ends = ended.Contains(ending.Id.Value);
                    if (ends)
                    {
                        Count(1, ending.Reason);
                    }

                    ending.Done.SetResult(ends);
                }
            }
            catch (Exception failure)
            {
                foreach (var ending in batch)
                {
                    ending.Done.TrySetException(failure);
                }
            }
        }
    }

    // One statement says of each session once whether it ended, so of two who want the same the second comes with the next one.
    private List<Ending> TakeNext()
    {
        lock (_gate)
        {
            var (batch, ids) = (new List<Ending>(), new HashSet<SessionId>());
            for (var node = _waiting.First; node is not null && batch.Count < Batch;)
            {
                var next = node.Next;
                if (ids.Add(node.Value.Id))
                {
                    batch.Add(node.Value);
                    _waiting.Remove(node);
                }

                node = next;
            }

            _underWay = batch.Count > 0;
            return batch;
        }
    }

    private async Task<HashSet<Guid>> EndAsync(List<Ending> batch, CancellationToken ct)
    {
        // What ran out is ended all the same: it may have been used a moment ago on a node that has not written that down yet.
        // Rows are locked in the order of their ids, here and wherever many are changed: two that lock in another order wait for each other.
        await using var command = database.Statement(
            "sessions.end",
            $"""
            with due as (
                select s.id, e.reason, e.at, e.owner is null or s.expires_at > e.at as lived
                from unnest($1, $2, $3, $4) as e (id, owner, reason, at) join user_sessions s on s.id = e.id
                where s.ended_at is null and s.user_id = coalesce(e.owner, s.user_id)
                order by s.id for no key update of s
            ), ended as (
                update user_sessions s set ended_at = due.at, end_reason = due.reason from due where s.id = due.id
                returning s.id, due.lived
            )
            select array_agg(id) filter (where lived), {EndedSessionsNews.Announce("ended")} from ended
            """);
        command.Parameters
            .With(batch.ConvertAll(static ending => ending.Id.Value).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.Uuid, batch.ConvertAll(static ending => ending.Owner?.Value).ToArray())
            .With(batch.ConvertAll(static ending => Words.Of(ending.Reason)).ToArray())
            .With(batch.ConvertAll(static ending => ending.At.UtcDateTime).ToArray());
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return row.IsDBNull(0) ? [] : [.. row.GetFieldValue<Guid[]>(0)];
    }

    private sealed record Ending(SessionId Id, UserId? Owner, SessionEndReason Reason, DateTimeOffset At)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
