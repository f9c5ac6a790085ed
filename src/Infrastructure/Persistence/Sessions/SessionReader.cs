using System.Net;
using Npgsql;
using UserSystem.Application.Sessions;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Sessions;

internal sealed class SessionReader(NpgsqlDataSource database) : ISessionReader
{
    public async Task<IReadOnlyList<SessionDto>> ListAsync(UserId userId, SessionId? current, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.Statement(
            "sessions.list",
            """
            select s.id, s.device_id, d.name, s.user_agent, s.ip_address, s.remembered, s.created_at, s.last_activity_at, s.expires_at
            from user_sessions s join user_devices d on d.id = s.device_id
            where s.user_id = $1 and s.ended_at is null and s.expires_at > $2
            order by s.last_activity_at desc, s.id desc
            """);
        command.Parameters.With(userId.Value).With(now.UtcDateTime);
        await using var row = await command.ExecuteReaderAsync(ct);
        var sessions = new List<SessionDto>();
        while (await row.ReadAsync(ct))
        {
            var id = row.GetGuid(0);
            sessions.Add(new SessionDto(
                id, row.GetGuid(1), row.TextOrNull(2), row.TextOrNull(3), row.IsDBNull(4) ? null : row.GetFieldValue<IPAddress>(4).ToString(),
                row.GetBoolean(5), id == current?.Value, row.Instant(6), row.Instant(7), row.Instant(8)));
        }

        return sessions;
    }

    public async Task<List<SecurityEventDto>> ListEventsAsync(UserId userId, Position? after, int limit, CancellationToken ct)
    {
        // Two statements, each with a plan of its own: a place that may be missing could not be looked for in the index.
        await using var command = database.Statement(
            "security_events.list",
            $"""
            select id, kind, severity, session_id, details ->> 'deviceName', details ->> 'ipAddress', at
            from security_events where user_id = $1 {(after is null ? "" : "and (at, id) < ($3, $4)")}
            order by at desc, id desc limit $2
            """);
        command.Parameters.With(userId.Value).With(limit);
        if (after is { } position)
        {
            command.Parameters.With(position.At.UtcDateTime).With(position.Id);
        }

        await using var row = await command.ExecuteReaderAsync(ct);
        var events = new List<SecurityEventDto>();
        while (await row.ReadAsync(ct))
        {
            events.Add(new SecurityEventDto(
                row.GetGuid(0), Words.Parse<SecurityEventKind>(row.GetString(1)), Words.Parse<SecurityEventSeverity>(row.GetString(2)),
                row.IsDBNull(3) ? null : row.GetGuid(3), row.TextOrNull(4), row.TextOrNull(5), row.Instant(6)));
        }

        return events;
    }
}
