using Microsoft.Extensions.Logging;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>Brings the private PostgreSQL back within seconds when it dies while the service runs, be it for want of memory or by somebody's hand.</summary>
internal sealed class EmbeddedPostgresKeeper(EmbeddedPostgres postgres, TimeProvider clock, ILogger<EmbeddedPostgresKeeper> logger) : BackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // What keeps it from starting, a full disk for example, seldom passes within a second.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken ct)
    {
        for (var wait = Interval; ; wait = !postgres.HasDied || await TryReviveAsync(ct) ? Interval : RetryInterval)
        {
            await Task.Delay(wait, clock, ct);
        }
    }

    private async Task<bool> TryReviveAsync(CancellationToken ct)
    {
        using var span = Traces.Job("PrivatePostgres");
        logger.Died(postgres.DataDirectory);
        var began = clock.GetTimestamp();
        try
        {
            await postgres.StartAsync(ct);
            logger.Revived((long)clock.GetElapsedTime(began).TotalMilliseconds);
            return true;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            span.Failed(failure);
            logger.NotRevived(RetryInterval.TotalSeconds, failure is EmbeddedPostgresException ? failure.Message : failure.GetType().Name);
            return false;
        }
    }
}
