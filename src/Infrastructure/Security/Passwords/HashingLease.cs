namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>A turn at hashing; to dispose it, as often as one likes, is to pass it on once.</summary>
internal sealed class HashingLease(HashingGate gate) : IDisposable
{
    private HashingGate? _gate = gate;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave();
}
