using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Persistence;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Jobs;

/// <summary>
/// Deletes what is of no use any more, piece by piece, so that no lock is held for long. Any number of nodes may do it at once: each
/// takes rows that no other is just taking. Whatever a crash left over is deleted the next time.
/// </summary>
internal sealed class Cleanup(
    NpgsqlDataSource database, ServiceState state, IOptions<SessionsOptions> sessions, TimeProvider clock, ILogger<Cleanup> logger)
    : HourlyJob(state, clock)
{
    private const int Piece = 1000;

    // As long as somebody may still ask what became of a login or a link.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // Failures are forgotten after a day, and nothing is held back for longer than an hour.
    private static readonly TimeSpan ThrottlesKept = TimeSpan.FromDays(2);

    // A device from which nobody was logged in for so long is told as a new one when it comes back.
    private static readonly TimeSpan DevicesKept = TimeSpan.FromDays(365);

    /// <inheritdoc/>
    public override async Task DoAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var before = (now - Kept).UtcDateTime;
        await DeleteAsync("user_sessions", "id", "ended_at < $2", "ended_at", before, firstKept: null, ct);

        // One that ran out has no instant with an index: it is found by its key, which begins with the time at which it was made, from when
        // on it could not have gone on in any case.
        var absolute = TimeSpan.FromSeconds(sessions.Value.AbsoluteLifetimeSeconds);
        await DeleteAsync("user_sessions", "id", "id < $3 and ended_at is null and expires_at < $2", "id", before, FirstIdAt(now - Kept - absolute), ct);

        // No session from a device began after its last login, and none lasts longer than it may. Sessions go first: with a device its own would go.
        var (silent, history) = ((now - DevicesKept - absolute).UtcDateTime, now - TimeSpan.FromDays(sessions.Value.HistoryRetentionDays));
        await DeleteAsync(
            "user_devices", "id", "last_seen_at < $2 and not exists (select 1 from user_sessions where device_id = user_devices.id)", "last_seen_at",
            silent, firstKept: null, ct);
        await DeleteAsync("security_events", "id", "id < $3 and at < $2", "id", history.UtcDateTime, FirstIdAt(history), ct);
        await DeleteAsync("verification_tokens", "id", "id < $3 and (used_at < $2 or expires_at < $2)", "id", before, FirstIdAt(now - Kept), ct);
        await DeleteAsync("idempotency_keys", "key_hash", "expires_at < $2", "expires_at", now.UtcDateTime, firstKept: null, ct);
        await DeleteAsync("login_throttles", "key_hash", "updated_at < $2", "updated_at", (now - ThrottlesKept).UtcDateTime, firstKept: null, ct);
    }

    /// <inheritdoc/>
    protected override void Tell(string failure) => logger.CleanupBrokeOff(failure);

    /// <summary>What no UUIDv7 (RFC 9562, 5.7) of this or a later millisecond is smaller than.</summary>
    private static Guid FirstIdAt(DateTimeOffset instant)
    {
        Span<byte> id = stackalloc byte[16];
        id.Clear();
        BinaryPrimitives.WriteInt64BigEndian(id, instant.ToUnixTimeMilliseconds() << 16);
        return new Guid(id, bigEndian: true);
    }

    private async Task DeleteAsync(string table, string key, string due, string order, DateTime before, Guid? firstKept, CancellationToken ct)
    {
        var (rows, deleted) = (0, Piece);
        while (deleted == Piece)
        {
            await using var command = database.Statement(
                "cleanup.delete",
                $"""
                delete from {table} where {key} = any (array(
                    select {key} from {table} where {due} order by {order} limit $1 for update skip locked))
                """);
            command.Parameters.With(Piece).With(before);
            if (firstKept is { } first)
            {
                command.Parameters.With(first);
            }

            rows += deleted = await command.ExecuteNonQueryAsync(ct);
        }

        logger.CleanedUp(rows, table);
    }
}
