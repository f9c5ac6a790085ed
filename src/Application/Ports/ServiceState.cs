namespace UserSystem.Application.Ports;

/// <summary>Whether the service has a database that is migrated, and its keys.</summary>
public sealed class ServiceState
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True from the first time that everything was there.</summary>
    public bool IsReady => _ready.Task.IsCompleted;

    /// <summary>Everything is there.</summary>
    public void BecomeReady() => _ready.TrySetResult();

    /// <summary>Waits until everything is there.</summary>
    public Task WaitUntilReadyAsync(CancellationToken ct) => _ready.Task.WaitAsync(ct);
}
