using Microsoft.Extensions.Logging;
using UserSystem.Application.Ports;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>
/// Reads the signing keys again each minute, and makes the next one when it is due. The start of the service does the first reading;
/// while the database is away it is tried each second.
/// </summary>
internal sealed class SigningKeyRefresher(SigningKeyStore store, SigningKeys keys, ServiceState state, TimeProvider clock, ILogger<SigningKeyRefresher> logger)
    : BackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private TimeSpan _wait = Interval;

    /// <summary>Reads the keys at once; for when another node tells that they changed. Throws where the database cannot be asked.</summary>
    public async Task ReloadAsync(CancellationToken ct) => keys.Replace(await store.EnsureAsync(ct));

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken ct)
    {
        await state.WaitUntilReadyAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(_wait, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ct.IsCancellationRequested)
            {
                await TryReloadAsync(ct);
            }
        }
    }

    private async Task TryReloadAsync(CancellationToken ct)
    {
        try
        {
            await ReloadAsync(ct);
            _wait = Interval;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // Whatever it was, the keys at hand serve on, and the next attempt follows.
            _wait = RetryInterval;
            logger.SigningKeysUnreadable(RetryInterval.TotalSeconds, failure);
        }
    }
}
