using Npgsql;
using UserSystem.Domain.Sessions;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Security.Tokens;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Sessions;

/// <summary>Brings ends of sessions to the nodes that did not carry them out: by message, and from the table after messages may have been missed.</summary>
internal sealed class EndedSessionsNews
{
    /// <summary>How many sessions one message tells of: 3,700 of the 8,000 bytes that a message may have.</summary>
    public const int IdsInMessage = 100;

    /// <summary>The latest ends, by the index on them, so many and no more.</summary>
    public const string Lately = "select id, ended_at from user_sessions where ended_at > $1 order by ended_at desc limit $2";

    private const string Kind = "sessions_ended";

    private readonly EndedSessions _ended;
    private readonly NpgsqlDataSource _database;

    public EndedSessionsNews(EndedSessions ended, NpgsqlDataSource database, INodeMessages nodes)
    {
        (_ended, _database) = (ended, database);
        nodes.OnHeard(Kind, Hear, LoadAsync);
    }

    /// <summary>
    /// An expression for a statement that ends sessions: tells of the rows of <paramref name="ended"/>, which has their <c>id</c>, and says
    /// in how many messages; none where it is empty.
    /// </summary>
    public static string Announce(string ended) =>
        $"""
        (select count(pg_notify('{NodeMessages.Channel}', '{Kind}:' || ids))
         from (select string_agg(id::text, ',') as ids
               from (select id, (row_number() over () - 1) / {IdsInMessage} as part from {ended}) as numbered group by part) as told)
        """;

    /// <summary>A statement that tells of one session.</summary>
    public static FormattableString Announce(SessionId ended) => NodeMessages.Announce(Kind, ended.Value.ToString());

    /// <summary>
    /// Learns what ended while this node was not listening. The latest come first: when there are more than memory is meant to hold, the
    /// rest is known to be missing.
    /// </summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var command = _database.Statement("sessions.load_ended", Lately);
        command.Parameters.With(_ended.RememberedSince.UtcDateTime).With(_ended.Capacity + 1);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            _ended.Add(new SessionId(row.GetGuid(0)), row.Instant(1));
        }
    }

    private void Hear(string ids)
    {
        foreach (var part in ids.AsSpan().Split(','))
        {
            if (Guid.TryParse(ids.AsSpan(part), out var id))
            {
                _ended.Add(new SessionId(id));
            }
        }
    }
}
