namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>
/// Lets a bounded number of hashes work at a time and the rest wait, first come first served. Past the bounds it says "busy" at once: a
/// crowd at the login must not take the machine from those who are signed in.
/// </summary>
internal sealed class HashingGate
{
    /// <summary>How many requests of one address may wait.</summary>
    public const int MaxWaitingPerClient = 2;

    /// <summary>How many requests may wait for each hash that may work.</summary>
    public const int MaxWaitingPerSlot = 32;

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _queue = new();
    private readonly Dictionary<string, int> _waitingByClient = new(StringComparer.Ordinal);
    private readonly int _maxWaiting;
    private readonly int _maxWaitingPerClient;
    private int _free;

    /// <summary>Makes an empty gate.</summary>
    public HashingGate(PasswordOptions options)
    {
        _free = options.MaxConcurrentHashes;
        _maxWaiting = options.MaxConcurrentHashes * MaxWaitingPerSlot;
        _maxWaitingPerClient = options.LimitsClients ? MaxWaitingPerClient : _maxWaiting;
    }

    /// <summary>What a client that was turned away is told to wait: by then a full queue has moved on a good part.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How many wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Waits for a turn; dispose the lease when the hash is done. Null means busy: answer 503 with <see cref="RetryAfter"/>.</summary>
    /// <param name="clientAddress">Who asks: its network address, for the bound on each.</param>
    /// <param name="ct">Gives up the place in the queue.</param>
    /// <exception cref="OperationCanceledException">The caller gave up before its turn came.</exception>
    public ValueTask<HashingLease?> EnterAsync(string clientAddress, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<HashingLease?>(ct);
        }

        Waiter waiter;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return ValueTask.FromResult<HashingLease?>(new HashingLease(this));
            }

            var ofClient = _waitingByClient.GetValueOrDefault(clientAddress);
            if (_queue.Count >= _maxWaiting || ofClient >= _maxWaitingPerClient)
            {
                return ValueTask.FromResult<HashingLease?>(null);
            }

            _waitingByClient[clientAddress] = ofClient + 1;
            waiter = new Waiter(clientAddress);
            waiter.Place = _queue.AddLast(waiter);
        }

        return new ValueTask<HashingLease?>(WaitAsync(waiter, ct));
    }

    /// <summary>Passes a turn on to whoever waits longest.</summary>
    internal void Leave()
    {
        Waiter next;
        lock (_lock)
        {
            if (_queue.First is not { } first)
            {
                _free++;
                return;
            }

            next = first.Value;
            Remove(next);
        }

        next.Turn.SetResult(new HashingLease(this));
    }

    private async Task<HashingLease?> WaitAsync(Waiter waiter, CancellationToken ct)
    {
        await using var registration = ct.UnsafeRegister(_ => Cancel(waiter, ct), null);
        return await waiter.Turn.Task;
    }

    private void Cancel(Waiter waiter, CancellationToken ct)
    {
        lock (_lock)
        {
            // Whoever takes it out of the queue decides: a turn that was just given stays given.
            if (waiter.Place?.List is null)
            {
                return;
            }

            Remove(waiter);
        }

        waiter.Turn.SetCanceled(ct);
    }

    private void Remove(Waiter waiter)
    {
        _queue.Remove(waiter.Place!);
        if (--_waitingByClient[waiter.Client] == 0)
        {
            _waitingByClient.Remove(waiter.Client);
        }
    }

    private sealed class Waiter(string client)
    {
        public string Client { get; } = client;

        public LinkedListNode<Waiter>? Place { get; set; }

        public TaskCompletionSource<HashingLease?> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
