using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Sessions;

internal sealed class SessionRepository(
    UserSystemDbContext context, NpgsqlDataSource database, SessionRotations rotations, SessionEndings endings, FinalStatements finalStatements) : ISessionRepository
{
    private static readonly string EndAll =
        $$"""
        with due as (
            select id from user_sessions where user_id = {0} and id <> {1} and ended_at is null order by id for no key update
        ), ended as (
            update user_sessions s set ended_at = {2}, end_reason = {3} from due where s.id = due.id
            returning s.id
        ), told as materialized (
            select {{EndedSessionsNews.Announce("ended")}} as messages
        )
        select ended.id as "Value" from ended, told
        """;

    public Task<LiveSession?> TryRotateAsync(Rotation rotation, CancellationToken ct) => rotations.TryRotateAsync(rotation, ct);

    public async Task<Session?> FindForUpdateAsync(SessionId id, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);
        var session = await context.Set<Session>().FromSql($"select * from user_sessions where id = {id.Value} for update").SingleOrDefaultAsync(ct);
        if (session is { EndedAt: null })
        {
            // Whoever loads it may end it; other nodes hear of that with the commit.
            finalStatements.Add(async saving =>
            {
                if (session.EndReason is { } reason)
                {
                    await context.Database.ExecuteSqlAsync(EndedSessionsNews.Announce(session.Id), saving);
                    finalStatements.Afterwards(() => SessionEndings.Count(1, reason));
                }
            });
        }

        return session;
    }

    public async Task<LiveSession?> FindLiveAsync(SessionId id, DateTimeOffset now, CancellationToken ct)
    {
        // On the connection of the unit of work, which may hold the session's lock: whoever has it must not wait for a second connection
        // behind all those that hold one and wait for the lock.
        await context.EnsureTransactionAsync(ct);
        await using var command = ((NpgsqlConnection)context.Database.GetDbConnection()).Statement(
            "sessions.find_live",
            $"""
            select {SessionRotations.LiveColumns}
            from user_sessions s join live_users u on u.id = s.user_id and u.status = 'active'
            where s.id = $1 and s.ended_at is null and s.expires_at > $2 and s.absolute_expires_at > $2
            """);
        command.Parameters.With(id.Value).With(now.UtcDateTime);
        return await ReadLiveAsync(command, ct);
    }

    public async Task<LiveSession?> TryReauthenticateAsync(
        SessionId id, int generation, byte[] nextHash, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.Statement(
            "sessions.reauthenticate",
            $"""
            update user_sessions s
            set token_hash = $3, previous_token_hash = s.token_hash, current_token_sealed = null, generation = s.generation + 1,
                rotated_at = $4, successor_seen_at = null, last_activity_at = $4, authenticated_at = $4
            from live_users u
            where s.id = $1 and s.generation = $2 and s.ended_at is null and s.expires_at > $4 and s.absolute_expires_at > $4
              and u.id = s.user_id and u.status = 'active'
            returning {SessionRotations.LiveColumns}
            """);
        command.Parameters.With(id.Value).With(generation).With(nextHash).With(now.UtcDateTime);
        return await ReadLiveAsync(command, ct);
    }

    public Task<bool> EndAsync(SessionId id, SessionEndReason reason, DateTimeOffset now, CancellationToken ct) =>
        endings.EndAsync(id, owner: null, reason, now, ct);

    public Task<bool> EndAsync(SessionId id, UserId owner, SessionEndReason reason, DateTimeOffset now, CancellationToken ct) =>
        endings.EndAsync(id, owner, reason, now, ct);

    public async Task<IReadOnlyList<SessionId>> EndAllAsync(
        UserId userId, SessionId? except, SessionEndReason reason, DateTimeOffset now, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);

        // A login that compared the old password is either here before this or sees what it is ended for.
        await context.Database.ExecuteSqlAsync($"select 1 from live_users where id = {userId.Value} for no key update", ct);
        var ended = await context.Database.SqlQueryRaw<Guid>(
            EndAll, userId.Value, except?.Value ?? Guid.Empty, now.UtcDateTime, Words.Of(reason)).ToListAsync(ct);
        finalStatements.Afterwards(() => SessionEndings.Count(ended.Count, reason));
        return [.. ended.Select(static id => new SessionId(id))];
    }

    public void Add(SecurityEvent happened) => context.Add(happened);

    public async Task AddUnlessRecentAsync(SecurityEvent happened, TimeSpan quiet, CancellationToken ct)
    {
        // The latest one is the end of an index. Asked whether there is any, the planner would hope to meet one soon in a table full of them.
        var latest = await context.Set<SecurityEvent>().Where(each => each.SessionId == happened.SessionId && each.Kind == happened.Kind)
            .MaxAsync(static each => (DateTimeOffset?)each.At, ct);
        if (latest is null || latest <= happened.At - quiet)
        {
            Add(happened);
        }
    }

    private static async Task<LiveSession?> ReadLiveAsync(Statement command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? SessionRotations.ReadLive(row) : null;
    }
}
