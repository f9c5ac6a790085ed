using Npgsql;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Sessions;

/// <summary>Replaces refresh tokens, those of many callers at once: of all changes to sessions the most frequent.</summary>
internal sealed class SessionRotations
{
    /// <summary>What <see cref="ReadLive"/> reads, of the session <c>s</c> and its owner <c>u</c>.</summary>
    public const string LiveColumns =
        """
        s.id, s.generation, s.device_id, s.authenticated_at, s.expires_at, s.absolute_expires_at, u.id, u.email, u.name, u.status
        """;

    private readonly NpgsqlDataSource _database;
    private readonly Batching<Rotation, LiveSession?> _rotations;

    public SessionRotations(NpgsqlDataSource database, TimeProvider clock)
    {
        _database = database;
        _rotations = new Batching<Rotation, LiveSession?>(
            most: 64, clock, RotateAsync, subject: static rotation => rotation.SessionId, kind: static rotation => rotation.Lifetime);
    }

    /// <summary>Answers when the new token is kept; null where the presented one is not current, or the session or its owner no longer live.</summary>
    public Task<LiveSession?> TryRotateAsync(Rotation rotation, CancellationToken ct) => _rotations.CarryOutAsync(rotation, ct);

    public static LiveSession ReadLive(NpgsqlDataReader row) => new(
        new SessionId(row.GetGuid(0)), row.GetInt32(1), new DeviceId(row.GetGuid(2)), row.Instant(3), row.Instant(4), row.Instant(5),
        new UserId(row.GetGuid(6)), row.GetString(7), row.TextOrNull(8), row.GetFieldValue<UserStatus>(9));

    private async Task RotateAsync(IReadOnlyList<Batching<Rotation, LiveSession?>.Member> batch, CancellationToken ct)
    {
        // Rows are locked in the order of their ids, here and wherever many are changed: two that lock in another order wait for each other. An
        // update alone locks in the order of whatever plan it gets.
        var rotations = batch.Select(static member => member.Work).ToList();
        var rotated = new Dictionary<SessionId, LiveSession>(batch.Count);
        await using (var command = _database.Statement(
            "sessions.rotate",
            $"""
             with due as (
                 select s.id as session_id, r.next_hash, r.next_sealed, r.at, u.id, u.email, u.name, u.status
                 from unnest((select $1::uuid[]), (select $2::bytea[]), (select $3::bytea[]), (select $4::bytea[]), (select $5::timestamptz[]))
                          as r (id, presented_hash, next_hash, next_sealed, at)
                      join user_sessions s on s.id = r.id join live_users u on u.id = s.user_id and u.status = 'active'
                 where s.token_hash = r.presented_hash and s.ended_at is null and s.expires_at > r.at and s.absolute_expires_at > r.at
                 order by s.id for no key update of s
             )
             update user_sessions s
             set previous_token_hash = s.token_hash, token_hash = u.next_hash, current_token_sealed = u.next_sealed, generation = s.generation + 1,
                 rotated_at = u.at, successor_seen_at = null, last_activity_at = u.at,
                 expires_at = least(u.at + case when s.remembered then $7 else $6 end, s.absolute_expires_at)
             from due u where s.id = u.session_id
             returning {LiveColumns}
             """))
        {
            command.Parameters
                .With(rotations.ConvertAll(static rotation => rotation.SessionId.Value).ToArray())
                .With(rotations.ConvertAll(static rotation => rotation.PresentedHash).ToArray())
                .With(rotations.ConvertAll(static rotation => rotation.NextHash).ToArray())
                .With(rotations.ConvertAll(static rotation => rotation.NextSealed).ToArray())
                .With(rotations.ConvertAll(static rotation => rotation.Now.UtcDateTime).ToArray())
                .With(rotations[0].Lifetime.Idle).With(rotations[0].Lifetime.RememberedIdle);

            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                var live = ReadLive(row);
                rotated[live.Id] = live;
            }
        }

        // Rows come before the commit, and answers after it.
        foreach (var member in batch)
        {
            member.Tell(rotated.GetValueOrDefault(member.Work.SessionId));
        }
    }
}
