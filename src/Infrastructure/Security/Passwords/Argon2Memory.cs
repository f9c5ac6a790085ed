namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>
/// Lends native memory to hashes. At most <c>capacity</c> pieces exist at a time; each is wiped when it comes back. What lies idle goes back
/// to the system: all but one are released after seconds, and the last keeps its place without its pages after a minute, until the next hash.
/// </summary>
internal sealed class Argon2Memory : IDisposable
{
    /// <summary>How long an arena may lie idle beside others before it is released, and how often that is looked at.</summary>
    public static readonly TimeSpan SpareTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the last one may lie idle before the system has its pages. Not sooner: to have them anew takes a hash some milliseconds, and
    /// tenths of a second on a virtual machine whose host takes free memory back (within two seconds, by free page reporting).
    /// </summary>
    public static readonly TimeSpan RestTime = TimeSpan.FromMinutes(1);

    private readonly Stack<Argon2Arena> _idle = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _free;
    private readonly nuint _arenaBytes;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private bool _watched;
    private bool _disposed;

    /// <summary>Makes a pool; no memory is taken yet.</summary>
    /// <param name="parameters">What most hashes cost; larger arenas are not kept.</param>
    /// <param name="capacity">How many arenas may exist, at least 1.</param>
    /// <param name="clock">Tells how long an arena was idle.</param>
    public Argon2Memory(Argon2Parameters parameters, int capacity, TimeProvider clock)
    {
        _free = new SemaphoreSlim(capacity, capacity);
        _arenaBytes = parameters.Bytes;
        _clock = clock;
        _timer = clock.CreateTimer(static state => ((Argon2Memory)state!).ReleaseIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Arenas that hold memory and serve no hash.</summary>
    public int Idle
    {
        get
        {
            lock (_lock)
            {
                return _idle.Count;
            }
        }
    }

    /// <summary>Lends at least <paramref name="bytes"/> zeros; waits for another's return when all arenas are out. Dispose the loan to give it back.</summary>
    public Argon2Arena Rent(nuint bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);

        // Hashes run on threads, not in tasks, and the gate keeps more than fit from coming: this seldom waits, and never for long.
        _free.Wait();
        try
        {
            var arena = TakeIdle();
            if (bytes > _arenaBytes)
            {
                // A larger one takes the place of an idle one, so that no more than the capacity exist.
                arena?.Free();
                arena = null;
            }

            arena ??= new Argon2Arena(this, nuint.Max(bytes, _arenaBytes));
            arena.Lend(bytes);
            return arena;
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Takes a wiped arena back.</summary>
    public void Return(Argon2Arena arena)
    {
        lock (_lock)
        {
            if (_disposed || arena.Bytes > _arenaBytes)
            {
                arena.Free();
            }
            else
            {
                arena.IdleSince = _clock.GetTimestamp();
                _idle.Push(arena);
                Watch();
            }
        }

        _free.Release();
    }

    /// <summary>Releases what is idle; what is out on loan follows on its return.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _disposed = true;
            while (_idle.TryPop(out var arena))
            {
                arena.Free();
            }
        }
    }

    private Argon2Arena? TakeIdle()
    {
        lock (_lock)
        {
            return _idle.TryPop(out var arena) ? arena : null;
        }
    }

    // Only while something lies idle that does not rest: an idle node is not woken for nothing.
    private void Watch()
    {
        if (!_watched)
        {
            _watched = _timer.Change(SpareTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void ReleaseIdle()
    {
        var spare = new List<Argon2Arena>();
        lock (_lock)
        {
            // The last one back is on top: under a lower load the bottom ages, and goes.
            _watched = false;
            var arenas = _idle.ToArray();
            _idle.Clear();
            for (var i = arenas.Length - 1; i >= 0; i--)
            {
                var isLast = _idle.Count + i == 0;
                if (_clock.GetElapsedTime(arenas[i].IdleSince) < (isLast ? RestTime : SpareTime))
                {
                    _idle.Push(arenas[i]);
                    Watch();
                }
                else if (isLast)
                {
                    arenas[i].Rest();
                    _idle.Push(arenas[i]);
                }
                else
                {
                    spare.Add(arenas[i]);
                }
            }
        }

        foreach (var arena in spare)
        {
            arena.Free();
        }
    }
}
