using System.Diagnostics.Metrics;
using Npgsql;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Persistence;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Infrastructure.Telemetry;

/// <summary>How things stand on this node, and in the outbox that all share.</summary>
internal sealed class Gauges : IMetricsRefresh
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private volatile Outbox? _outbox;

    public Gauges(IMeterFactory meters, NpgsqlDataSource database, HashingGate hashing, NodeMessages nodes, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        var meter = meters.Create(MeterNames.UserSystem);
        meter.CreateObservableGauge("hashing.waiting", () => hashing.Waiting);
        meter.CreateObservableGauge("nodes.heard", () => nodes.Hears ? 1 : 0);
        meter.CreateObservableGauge("outbox.known", () => _outbox is null ? 0 : 1);
        meter.CreateObservableGauge("outbox.open", () => Of(_outbox?.Open));
        meter.CreateObservableGauge("outbox.oldest", () => Of(_outbox?.OldestSeconds));
    }

    public async Task RefreshAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            _outbox = await ReadAsync(either.Token);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            _outbox = null;
        }
    }

    private async Task<Outbox> ReadAsync(CancellationToken ct)
    {
        // What was put off on purpose is not late before its time.
        await using var command = _database.Statement(
            "outbox.measure",
            """
            select count(*), min(created_at) filter (where attempts > 0 or next_attempt_at <= $1) from outbox_messages where delivered_at is null
            """);
        var now = _clock.GetUtcNow();
        command.Parameters.With(now.UtcDateTime);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new Outbox(row.GetInt64(0), row.InstantOrNull(1) is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0);
    }

    private static IEnumerable<Measurement<double>> Of(double? value) => value is { } known ? [new(known)] : [];

    private sealed record Outbox(long Open, double OldestSeconds);
}
