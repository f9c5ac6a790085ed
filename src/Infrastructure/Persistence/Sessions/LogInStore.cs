using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Outbox;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Sessions;

/// <summary>
/// A login in two round trips. The first counts the attempt before anything is known of its outcome: of any number that arrive at once,
/// on any node, no more than the limit get to try. Addresses are compared by the collation of the column, as its index is.
/// </summary>
internal sealed class LogInStore(
    NpgsqlDataSource database, ThrottleKeys keys, OutboxPayloads payloads, OutboxSignal outbox, Ids ids, IOptions<AccountsOptions> accounts,
    IOptions<SessionsOptions> sessions) : ILogInStore
{
    public async Task<LogInStanding> AttemptAsync(LogInAttempt attempt, CancellationToken ct)
    {
        await using var command = database.Statement(
            "log_in.attempt",
            """
            with held as (
                select max(blocked_until) as until from login_throttles where key_hash in ($1, $2) and blocked_until > $4
            ), person as (
                select u.id, u.email, u.name, u.password_hash, u.status,
                       (select language from user_preferences where user_id = u.id) as language,
                       exists (select 1 from user_devices d where d.id = $5 and d.user_id = u.id) as knows_device
                from live_users u where u.email_normalized = lower($3 collate "und-x-icu") collate "default"
            ), pair as (
                insert into login_throttles as t (key_hash, failures, blocked_until, updated_at)
                select $1, 1, login_blocked_until(1, $6, $4), $4
                where not exists (select 1 from login_throttles a where a.key_hash = $2 and a.blocked_until > $4)
                   or exists (select 1 from person where knows_device)
                on conflict (key_hash) do update
                set failures = case when t.updated_at < $4 - interval '1 day' then 1 else t.failures + 1 end,
                    blocked_until = login_blocked_until(case when t.updated_at < $4 - interval '1 day' then 1 else t.failures + 1 end, $6, $4),
                    updated_at = $4
                where t.blocked_until is null or t.blocked_until <= $4
                returning 1
            ), account as (
                insert into login_throttles as t (key_hash, failures, blocked_until, updated_at)
                select $2, 1, null, $4 from pair where not exists (select 1 from person where knows_device)
                on conflict (key_hash) do update
                set failures = case when t.updated_at < $4 - interval '1 hour' then 1 else t.failures + 1 end,
                    blocked_until = case when t.updated_at >= $4 - interval '1 hour' and t.failures + 1 >= 100 then $4 + interval '30 seconds' end,
                    updated_at = case when t.updated_at < $4 - interval '1 hour' then $4 else t.updated_at end
                where t.blocked_until is null or t.blocked_until <= $4
                returning 1
            ), admitted as (
                select exists (select 1 from pair) and (exists (select 1 from account) or exists (select 1 from person where knows_device)) as yes
            ), notice as (
                -- Written for unknown accounts too: a refusal costs the same whoever is tried.
                insert into login_throttles as t (key_hash, failures, blocked_until, updated_at)
                select $7, 0, null, $4 from admitted where not yes
                on conflict (key_hash) do update set updated_at = $4 where t.updated_at <= $4 - interval '1 hour'
                returning 1
            ), noted as (
                insert into security_events (id, user_id, kind, severity, details, at)
                select $8, p.id, 'throttled', 'warning', jsonb_strip_nulls(jsonb_build_object('ipAddress', host($9))), $4 from notice, person p
            )
            select admitted.yes, held.until, p.id, p.email, p.name, p.password_hash, p.status, p.knows_device, p.language
            from admitted cross join held left join person p on true
            """);
        command.Parameters
            .With(keys.ForPair(attempt.Email, attempt.Address)).With(keys.ForAccount(attempt.Email)).With(attempt.Email.Value)
            .With(attempt.Now.UtcDateTime).WithNullable(NpgsqlDbType.Uuid, attempt.DeviceId?.Value).With(accounts.Value.MaxLoginAttempts)
            .With(keys.ForNotice(attempt.Email)).With(ids.Next<SecurityEventId>().Value).WithNullable(NpgsqlDbType.Inet, attempt.Address);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        if (!row.GetBoolean(0))
        {
            // Blocked by somebody else a moment ago: the statement did not see until when, but it is never less than this.
            return new LogInStanding(row.InstantOrNull(1) - attempt.Now ?? TimeSpan.FromSeconds(30), Person: null);
        }

        return new LogInStanding(RetryAfter: null, row.IsDBNull(2) ? null : new LogInPerson(
            new UserId(row.GetGuid(2)), row.GetString(3), row.TextOrNull(4), row.TextOrNull(8) ?? "", row.TextOrNull(5), row.GetFieldValue<UserStatus>(6),
            row.GetBoolean(7)));
    }

    public async Task ForgiveAsync(LogInAttempt attempt, CancellationToken ct)
    {
        // It takes back itself and no other: were the pair cleared, whoever makes the service busy would clear their own failures.
        // The pair was blocked by this attempt, if at all.
        await using var command = database.Statement(
            "log_in.forgive",
            $"""
            with pair as (
                update login_throttles set failures = greatest(failures - 1, 0), blocked_until = null where key_hash = $1 returning 1
            ), familiar as (
                select 1 from user_devices d join live_users u on u.id = d.user_id
                where d.id = $3 and u.email_normalized = lower($4 collate "und-x-icu") collate "default"
            ), {TakenBack}
            select 1
            """);
        command.Parameters
            .With(keys.ForPair(attempt.Email, attempt.Address)).With(keys.ForAccount(attempt.Email))
            .WithNullable(NpgsqlDbType.Uuid, attempt.DeviceId?.Value).With(attempt.Email.Value);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<Result<SessionId[]>> CompleteAsync(LogInSuccess success, CancellationToken ct)
    {
        var (attempt, session) = (success.Attempt, success.Session);
        await using var batch = database.CreateBatch();

        // Both statements travel together and are one transaction: logins of one person come one after the other, and each counts the
        // sessions that the one before began.
        var turn = new NpgsqlBatchCommand("select 1 from users where id = $1 for no key update");
        turn.Parameters.With(session.UserId.Value);
        batch.BatchCommands.Add(turn);
        var letterId = ids.Next<OutboxMessageId>().Value;
        var letter = success.NewDevice is { } mail ? payloads.Seal(letterId, new SendMail(mail)) : null;
        var command = new NpgsqlBatchCommand(
            $"""
            with entitled as (
                select 1 from live_users where id = $4 and status = 'active' and ($20::text is null or password_hash = $20)
            ), alive as (
                select id, row_number() over (order by last_activity_at desc, id desc) as place
                from user_sessions where user_id = $4 and ended_at is null and expires_at > $3
            ), started as (
                insert into user_sessions (id, user_id, device_id, token_hash, generation, remembered, ip_address, user_agent, created_at,
                                           rotated_at, last_activity_at, authenticated_at, expires_at, absolute_expires_at)
                select $5, $4, $6, $7, 1, $8, $9, $10, $3, $3, $3, $3, $11, $12
                where exists (select 1 from entitled) and (not $14 or (select count(*) from alive) < $13)
                returning id
            ), displaced as (
                update user_sessions set ended_at = $3, end_reason = 'displaced'
                where id in (select id from alive where place >= $13) and ended_at is null and not $14
                  and exists (select 1 from entitled)
                returning id
            ), device as (
                insert into user_devices (id, user_id, name, device_info, first_seen_at, last_seen_at)
                select $6, $4, $15, jsonb_strip_nulls(jsonb_build_object('userAgent', $10)), $3, $3 from started
                on conflict (id) do update
                set last_seen_at = excluded.last_seen_at, name = coalesce(excluded.name, user_devices.name)
                where user_devices.user_id = excluded.user_id
            ), person as (
                update users set last_login_at = $3, password_hash = coalesce($16, password_hash)
                where id = $4 and exists (select 1 from started)
            ), pair as (
                delete from login_throttles where key_hash = $1 returning 1
            ), familiar as (
                select 1 from user_devices where id = $6 and user_id = $4
            ), noted as (
                insert into security_events (id, user_id, kind, severity, session_id, details, at)
                select $17, $4, 'new_device', 'info', id, jsonb_strip_nulls(jsonb_build_object('deviceName', $15, 'ipAddress', host($9))), $3
                from started where $18 is not null
                -- Devices are forgotten when nobody uses them: who logged in before has had one.
                  and exists (select 1 from live_users where id = $4 and last_login_at is not null)
                returning 1
            ), told as (
                insert into outbox_messages (id, payload, created_at, next_attempt_at) select $19, $18, $3, $3 from noted returning 1
            ), {TakenBack}
            select exists (select 1 from entitled), exists (select 1 from started), array(select id from displaced), exists (select 1 from told),
                   {EndedSessionsNews.Announce("displaced")}
            """);
        command.Parameters
            .With(keys.ForPair(attempt.Email, attempt.Address)).With(keys.ForAccount(attempt.Email)).With(session.CreatedAt.UtcDateTime)
            .With(session.UserId.Value).With(session.Id.Value).With(session.DeviceId.Value).With(session.TokenHash).With(session.Remembered)
            .WithNullable(NpgsqlDbType.Inet, session.IpAddress).WithNullable(NpgsqlDbType.Text, session.UserAgent)
            .With(session.ExpiresAt.UtcDateTime).With(session.AbsoluteExpiresAt.UtcDateTime)
            .With(sessions.Value.MaxConcurrent).With(sessions.Value.WhenFull is WhenSessionsFull.Refuse)
            .WithNullable(NpgsqlDbType.Text, success.DeviceName).WithNullable(NpgsqlDbType.Text, success.UpgradedHash)
            .With(ids.Next<SecurityEventId>().Value).WithNullable(NpgsqlDbType.Bytea, letter).With(letterId)
            .WithNullable(NpgsqlDbType.Text, success.VerifiedHash);
        batch.BatchCommands.Add(command);
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.NextResultAsync(ct);
        await row.ReadAsync(ct);
        var (entitled, started, told) = (row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(3));
        var displaced = row.GetFieldValue<Guid[]>(2);

        // Only at the end of the answer is it known that what it tells was committed.
        await row.NextResultAsync(ct);
        if (!entitled)
        {
            return CommonErrors.LostRace;
        }

        SessionEndings.Count(displaced.Length, SessionEndReason.Displaced);
        if (told)
        {
            outbox.Raise();
        }

        return started ? displaced.Select(static id => new SessionId(id)).ToArray() : SessionErrors.TooMany;
    }

    // A success clears what is counted for its own account and address; for the account as a whole it only takes itself back, if it was
    // counted at all. The pair comes first, as with an attempt: two that lock in different order would wait for each other.
    private const string TakenBack =
        """
        account as (
            update login_throttles set failures = greatest(failures - 1, 0)
            where key_hash = $2 and (select count(*) from pair) >= 0 and not exists (select 1 from familiar)
        )
        """;
}
