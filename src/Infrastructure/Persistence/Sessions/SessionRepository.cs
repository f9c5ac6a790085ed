using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Sessions;

internal sealed class SessionRepository(UserSystemDbContext context, NpgsqlDataSource database) : ISessionRepository
{
    private const string LiveColumns =
        """
        s.id, s.generation, s.device_id, s.authenticated_at, s.expires_at, s.absolute_expires_at, u.id, u.email, u.name, u.status
        """;

    public async Task<LiveSession?> TryRotateAsync(Rotation rotation, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            update user_sessions s
            set previous_token_hash = s.token_hash, token_hash = $3, current_token_sealed = $4, generation = s.generation + 1,
                rotated_at = $5, successor_seen_at = null, last_activity_at = $5,
                expires_at = least($5 + case when s.remembered then $7 else $6 end, s.absolute_expires_at)
            from live_users u
            where s.id = $1 and s.token_hash = $2 and s.ended_at is null and s.expires_at > $5 and s.absolute_expires_at > $5
              and u.id = s.user_id and u.status = 'active'
            returning {LiveColumns}
            """);
        command.Parameters.With(rotation.SessionId.Value).With(rotation.PresentedHash).With(rotation.NextHash).With(rotation.NextSealed)
            .With(rotation.Now.UtcDateTime).With(rotation.Lifetime.Idle).With(rotation.Lifetime.RememberedIdle);
        return await ReadLiveAsync(command, ct);
    }

    public async Task<Session?> FindForUpdateAsync(SessionId id, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);
        return await context.Set<Session>().FromSql($"select * from user_sessions where id = {id.Value} for update").SingleOrDefaultAsync(ct);
    }

    public async Task<LiveSession?> FindLiveAsync(SessionId id, DateTimeOffset now, CancellationToken ct)
    {
        // On the connection of the unit of work, which may hold the session's lock: whoever has it must not wait for a second connection
        // behind all those that hold one and wait for the lock.
        await context.EnsureTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"""
            select {LiveColumns}
            from user_sessions s join live_users u on u.id = s.user_id and u.status = 'active'
            where s.id = $1 and s.ended_at is null and s.expires_at > $2 and s.absolute_expires_at > $2
            """,
            (NpgsqlConnection)context.Database.GetDbConnection());
        command.Parameters.With(id.Value).With(now.UtcDateTime);
        return await ReadLiveAsync(command, ct);
    }

    public async Task<bool> EndAsync(SessionId id, SessionEndReason reason, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "update user_sessions set ended_at = $2, end_reason = $3 where id = $1 and ended_at is null");
        command.Parameters.With(id.Value).With(now.UtcDateTime).With(Words.Of(reason));
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    public void Add(SecurityEvent happened) => context.Add(happened);

    private static async Task<LiveSession?> ReadLiveAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new LiveSession(
                new SessionId(row.GetGuid(0)), row.GetInt32(1), new DeviceId(row.GetGuid(2)), row.Instant(3), row.Instant(4), row.Instant(5),
                new UserId(row.GetGuid(6)), row.GetString(7), row.TextOrNull(8), row.GetFieldValue<UserStatus>(9))
            : null;
    }
}
