using Microsoft.Extensions.Hosting;

namespace UserSystem.Infrastructure;

/// <summary>
/// Work that runs by itself while the host serves. To be called off ends it in order at any point: a host that could not begin, its port
/// being taken for example, calls its work off without having been asked to stop, and would tell of a crash for each.
/// </summary>
internal abstract class BackgroundWork : BackgroundService
{
    /// <summary>The work; anything that it throws, but that it was called off, ends the host.</summary>
    protected abstract Task RunAsync(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // As it was told to.
        }
    }
}
