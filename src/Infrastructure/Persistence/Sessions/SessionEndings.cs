using Npgsql;
using NpgsqlTypes;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Sessions;

/// <summary>
/// Ends single sessions, those of many callers at once. A commit with a NOTIFY waits for every other such commit on the server, so a thousand
/// log-outs a second must not be a thousand commits.
/// </summary>
internal sealed class SessionEndings
{
    private readonly NpgsqlDataSource _database;
    private readonly Batching<Ending, bool> _endings;

    public SessionEndings(NpgsqlDataSource database, TimeProvider clock)
    {
        _database = database;

        // As many as fit into one message with room to spare. One statement says of each session once whether it ended.
        // Who logs out and leaves wants the end all the same, however late.
        _endings = new Batching<Ending, bool>(
            EndedSessionsNews.IdsInMessage, clock, EndAsync, subject: static ending => ending.Id, evenIfGivenUp: true);
    }

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
    public Task<bool> EndAsync(SessionId id, UserId? owner, SessionEndReason reason, DateTimeOffset now, CancellationToken ct) =>
        _endings.CarryOutAsync(new Ending(id, owner, reason, now), ct);

    private async Task EndAsync(IReadOnlyList<Batching<Ending, bool>.Member> batch, CancellationToken ct)
    {
        var ended = await EndAsync(batch.Select(static member => member.Work).ToList(), ct);
        foreach (var member in batch)
        {
            var ends = ended.Contains(member.Work.Id.Value);
            if (ends)
            {
                Count(1, member.Work.Reason);
            }

            member.Tell(ends);
        }
    }

    private async Task<HashSet<Guid>> EndAsync(List<Ending> batch, CancellationToken ct)
    {
        // What ran out is ended all the same: it may have been used a moment ago on a node that has not written that down yet.
        // Rows are locked in the order of their ids, here and wherever many are changed: two that lock in another order wait for each other.
        await using var command = _database.Statement(
            "sessions.end",
            $"""
            with due as (
                select s.id, e.reason, e.at, e.owner is null or s.expires_at > e.at as lived
                from unnest((select $1::uuid[]), (select $2::uuid[]), (select $3::text[]), (select $4::timestamptz[])) as e (id, owner, reason, at) join user_sessions s on s.id = e.id
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

    private sealed record Ending(SessionId Id, UserId? Owner, SessionEndReason Reason, DateTimeOffset At);
}
