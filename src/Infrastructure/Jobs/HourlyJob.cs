using System.Security.Cryptography;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Jobs;

/// <summary>Work that every node does each hour, each at a moment of its own; what broke off goes on at its next turn.</summary>
internal abstract class HourlyJob(ServiceState state, TimeProvider clock) : BackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // Nodes that were started together do not stay together.
    private static readonly TimeSpan Jitter = TimeSpan.FromMinutes(5);

    /// <summary>The time.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>Does all that is due.</summary>
    public abstract Task DoAsync(CancellationToken ct);

    /// <summary>Tells that it broke off.</summary>
    protected abstract void Tell(string failure);

    /// <inheritdoc/>
    protected sealed override async Task RunAsync(CancellationToken ct)
    {
        await state.WaitUntilReadyAsync(ct);
        for (var pause = AnyJitter(); ; pause = Interval + AnyJitter())
        {
            await Task.Delay(pause, clock, ct);
            using var span = Traces.Job(GetType().Name);
            try
            {
                await DoAsync(ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                span.Failed(failure);
                Tell(failure.GetType().Name);
            }
        }
    }

    private static TimeSpan AnyJitter() => TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32((int)Jitter.TotalSeconds));
}
