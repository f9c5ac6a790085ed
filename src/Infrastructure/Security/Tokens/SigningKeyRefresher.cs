using Microsoft.Extensions.Logging;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>
/// Reads the signing keys again each minute and whenever another node made one, and makes the next one when it is due. The start of the
/// service does the first reading; while the database is away it is tried each second.
/// </summary>
internal sealed class SigningKeyRefresher : BackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly SigningKeyStore _store;
    private readonly SigningKeys _keys;
    private readonly ServiceState _state;
    private readonly TimeProvider _clock;
    private readonly ILogger<SigningKeyRefresher> _logger;
    private readonly Signal _changed = new();
    private TimeSpan _wait = Interval;

    public SigningKeyRefresher(
        SigningKeyStore store, SigningKeys keys, INodeMessages nodes, ServiceState state, TimeProvider clock, ILogger<SigningKeyRefresher> logger)
    {
        (_store, _keys, _state, _clock, _logger) = (store, keys, state, clock, logger);
        nodes.OnHeard(SigningKeyStore.Changed, _ => _changed.Raise(), ReloadAsync);
    }

    /// <summary>Reads the keys at once. Throws where the database cannot be asked.</summary>
    public async Task ReloadAsync(CancellationToken ct) => _keys.Replace(await _store.EnsureAsync(ct));

    /// <inheritdoc/>
    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken ct)
    {
        await _state.WaitUntilReadyAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            await _changed.WaitAsync(_wait, _clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ct.IsCancellationRequested)
            {
                await TryReloadAsync(ct);
            }
        }
    }

    private async Task TryReloadAsync(CancellationToken ct)
    {
        using var span = Traces.Job("SigningKeys");
        try
        {
            await ReloadAsync(ct);
            _wait = Interval;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // Whatever it was, the keys at hand serve on, and the next attempt follows.
            _wait = RetryInterval;
            span.Failed(failure);
            _logger.SigningKeysUnreadable(failure.GetType().Name, RetryInterval.TotalSeconds);
        }
    }
}
