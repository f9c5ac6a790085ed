using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Persistence.Outbox;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Idempotency;

/// <summary>
/// Commits the transaction of the unit of work together with the answer. An advisory lock of the key is held from the save to the commit,
/// so that of several with one key, on any nodes, one at a time gets as far as to change anything. Commands of the command line, which have no
/// master key, come by here as well: the answers are asked for only where there is a key.
/// </summary>
internal sealed class KeyedCommit(
    UserSystemDbContext context, FinalStatements finalStatements, NpgsqlDataSource database, Lazy<KeptAnswers> answers, OutboxSignal outboxSignal,
    TimeProvider clock) : IIdempotency
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // Waiting for other locks has its usual end again afterwards. Each statement sees what was committed before it, so that the last one
    // sees what the holder before us left.
    private static readonly string[] Holding =
    [
        "set local lock_timeout = '10s'",
        "select pg_advisory_xact_lock($1)",
        "set local lock_timeout to default",
    ];

    private RequestKey? _key;

    /// <summary>True from the save to the commit: nobody else commits meanwhile.</summary>
    public bool Holds { get; private set; }

    public void Begin(RequestKey key) => (_key, Holds) = (key, false);

    /// <summary>Forgets the key; what was held goes with the transaction.</summary>
    public void Clear() => (_key, Holds) = (null, false);

    public async Task<KeptAnswer?> FindAsync(RequestKey key, Type type, CancellationToken ct)
    {
        var hash = HashOf(key);
        await using var command = database.Statement("idempotency.find", "select answer from idempotency_keys where key_hash = $1 and expires_at > $2");
        command.Parameters.With(hash).With(clock.GetUtcNow().UtcDateTime);
        return await command.ExecuteScalarAsync(ct) is byte[] answer ? answers.Value.Open(hash, answer, type) : null;
    }

    /// <summary>Before the unit of work saves under a key: makes sure that it is the only one to do so. Why it is not; null where it is, or no key was sent.</summary>
    public async Task<Error?> HoldAsync(CancellationToken ct)
    {
        if (_key is null)
        {
            return null;
        }

        await context.EnsureTransactionAsync(ct);
        var hash = HashOf(_key);
        await using var batch = new NpgsqlBatch((NpgsqlConnection)context.Database.GetDbConnection());
        foreach (var statement in Holding)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        }

        batch.BatchCommands[1].Parameters.With(BinaryPrimitives.ReadInt64BigEndian(hash));
        var look = new NpgsqlBatchCommand("select 1 from idempotency_keys where key_hash = $1 and expires_at > $2");
        look.Parameters.With(hash).With(clock.GetUtcNow().UtcDateTime);
        batch.BatchCommands.Add(look);
        try
        {
            await using var row = await batch.ExecuteReaderAsync(ct);
            await row.NextResultAsync(ct);
            Holds = !await row.ReadAsync(ct);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return IdempotencyErrors.InProgress;
        }

        return Holds ? null : CommonErrors.LostRace;
    }

    public async Task<Result> CommitAsync(object value, CancellationToken ct)
    {
        if (!Holds || context.Database.CurrentTransaction is not { } transaction)
        {
            return Result.Success;
        }

        var hash = HashOf(_key!);
        try
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                insert into idempotency_keys (key_hash, answer, expires_at)
                values ({hash}, {answers.Value.Seal(hash, _key!.BodyHash, value)}, {clock.GetUtcNow() + Kept})
                on conflict (key_hash) do update set answer = excluded.answer, expires_at = excluded.expires_at
                """, ct);
            await transaction.CommitAsync(ct);
            await transaction.DisposeAsync();
        }
        catch (Exception failure) when (Conflicts.Find(failure) is { } conflict)
        {
            return conflict;
        }

        Clear();
        finalStatements.Committed();

        // Whether anything was deferred is not worth knowing: a look costs little.
        outboxSignal.Raise();
        return Result.Success;
    }

    // A line end cannot be part of a scope or a key, so that nothing moves from one to the other.
    private static byte[] HashOf(RequestKey key) => SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Scope}\n{key.Key}"));
}
