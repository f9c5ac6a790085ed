using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Outbox;

/// <summary>
/// Carries out deferred commands, on every node, a few at a time and in no order, each message on one node: a message is leased when it
/// is begun, and comes up again when the lease runs out on a node that died.
/// </summary>
internal sealed class OutboxWorker(
    NpgsqlDataSource database, OutboxPayloads payloads, OutboxSignal signal, IServiceScopeFactory scopes, ServiceState state,
    IOptions<WorkerOptions> options, TimeProvider clock, ILogger<OutboxWorker> logger) : BackgroundWork
{
    // Enough that one recipient whose server is slow holds up nobody else.
    private const int Lanes = 4;

    // Whoever takes longer is cut off, well before the lease ends and another begins the same.
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeptAfterDelivery = TimeSpan.FromDays(7);

    /// <summary>Carries out whatever is due now; returns how many messages were tried.</summary>
    public async Task<int> DrainAsync(CancellationToken ct) =>
        (await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => DrainLaneAsync(ct)))).Sum();

    protected override async Task RunAsync(CancellationToken ct)
    {
        await state.WaitUntilReadyAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await DrainAsync(ct);
                await CleanUpAsync(ct);
            }
            catch (Exception failure) when (InfrastructureFaults.IsOfDriver(failure))
            {
                logger.OutboxUnreachable(failure.GetType().Name);
            }

            await signal.WaitAsync(TimeSpan.FromSeconds(options.Value.PollSeconds), clock, ct);
        }
    }

    private async Task<int> DrainLaneAsync(CancellationToken ct)
    {
        var tried = 0;
        for (; await ClaimAsync(ct) is { } message; tried++)
        {
            Instruments.OutboxAttempts.Add(1);
            await CarryOutAsync(message, ct);
        }

        return tried;
    }

    private async Task<Claimed?> ClaimAsync(CancellationToken ct)
    {
        await using var command = database.Statement(
            "outbox.claim",
            """
            update outbox_messages set attempts = attempts + 1, next_attempt_at = $2
            where id in (select id from outbox_messages where delivered_at is null and next_attempt_at <= $1
                         order by next_attempt_at limit 1 for update skip locked)
            returning id, payload, attempts
            """);
        var now = clock.GetUtcNow();
        command.Parameters.With(now.UtcDateTime).With((now + Lease).UtcDateTime);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new Claimed(row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.GetInt32(2), now) : null;
    }

    private async Task CarryOutAsync(Claimed message, CancellationToken ct)
    {
        string failure;
        using var span = Traces.Delivery(message.Attempts);
        try
        {
            using var patience = new CancellationTokenSource(Left(message), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().IsSystem = true;
            var command = payloads.Open(message.Id, message.Payload);
            span?.DisplayName = "deliver " + command.GetType().Name;
            var answer = await scope.ServiceProvider.GetRequiredService<ISender>().Send((object)command, either.Token);
            if (((IOutcome)answer!).Error is not { } error)
            {
                await FinishAsync(message.Id, ct);
                Instruments.OutboxDelivered.Add(1);
                return;
            }

            failure = error.Code;
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            failure = thrown.GetType().Name;
        }

        span.Failed(failure);
        logger.DeferredCommandFailed(message.Id, message.Attempts, failure);
        await PostponeAsync(message, failure, ct);
    }

    private async Task FinishAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.Statement(
            "outbox.finish",
            "update outbox_messages set delivered_at = $2, payload = null, last_error = null where id = $1");
        command.Parameters.With(id).With(clock.GetUtcNow().UtcDateTime);
        await command.ExecuteNonQueryAsync(ct);
    }

    // Not where another has begun it since: that one says when it comes up again.
    private async Task PostponeAsync(Claimed message, string failure, CancellationToken ct)
    {
        await using var command = database.Statement(
            "outbox.postpone",
            "update outbox_messages set next_attempt_at = $2, last_error = $3 where id = $1 and attempts = $4 and delivered_at is null");
        command.Parameters.With(message.Id).With((clock.GetUtcNow() + Pause(message.Attempts)).UtcDateTime).With(failure).With(message.Attempts);
        await command.ExecuteNonQueryAsync(ct);
    }

    // Counted from the claim, as the lease is: this node may have stood still since.
    private TimeSpan Left(Claimed message)
    {
        var left = message.At + LongestRun - clock.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // Doubles from five seconds up to an hour: a mail server that is away for a night loses nothing.
    private static TimeSpan Pause(int attempts)
    {
        var pause = TimeSpan.FromSeconds(5 * Math.Pow(2, Math.Min(attempts - 1, 16)));
        return pause < LongestPause ? pause : LongestPause;
    }

    private async Task CleanUpAsync(CancellationToken ct)
    {
        await using var command = database.Statement(
            "outbox.clean_up",
            """
            delete from outbox_messages
            where id in (select id from outbox_messages where delivered_at < $1 order by delivered_at limit 1000)
            """);
        command.Parameters.With((clock.GetUtcNow() - KeptAfterDelivery).UtcDateTime);
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record Claimed(Guid Id, byte[] Payload, int Attempts, DateTimeOffset At);
}
