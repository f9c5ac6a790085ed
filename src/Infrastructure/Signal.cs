namespace UserSystem.Infrastructure;

/// <summary>Wakes somebody who waits when there is something to do; raised twice before anybody waits, it wakes once.</summary>
internal class Signal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    public void Raise()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised already.
        }
    }

    /// <summary>Waits for the signal, or until it is time to look anyway.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var raised = _raised.WaitAsync(timer.Token);
        await Task.WhenAny(raised, Task.Delay(atMost, clock, timer.Token));
        await timer.CancelAsync();
        await raised.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        _raised.Dispose();
        GC.SuppressFinalize(this);
    }
}
