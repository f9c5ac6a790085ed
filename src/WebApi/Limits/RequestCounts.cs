using System.Collections.Concurrent;
using UserSystem.Application.Shared;

namespace UserSystem.WebApi.Limits;

/// <summary>
/// Counts the requests of each network over the last minute, in six parts of ten seconds: whoever waits a minute begins anew. Memory is
/// bounded: past <paramref name="capacity"/> networks within a minute, new ones are counted together with their neighbours.
/// </summary>
/// <param name="limit">Requests that one network has in a minute.</param>
/// <param name="clock">Counts the time; the hour of the day does not matter.</param>
/// <param name="capacity">Networks that are counted one by one, about 200 bytes each.</param>
internal sealed class RequestCounts(int limit, TimeProvider clock, int capacity = RequestCounts.DefaultCapacity)
{
    public const int DefaultCapacity = 20_000;

    private const int Shared = 4096;
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ClientNetwork, MinuteCount> _counts = new();
    private readonly MinuteCount[] _shared = [.. Enumerable.Range(0, Shared).Select(static _ => new MinuteCount())];
    private readonly long _start = clock.GetTimestamp();
    private int _held;
    private long _sweptAt = -1;

    /// <summary>How many networks are counted one by one now.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Counts a request; where it is one too many it tells how long to wait instead.</summary>
    public TimeSpan? Count(ClientNetwork network)
    {
        var now = clock.GetElapsedTime(_start);
        return CountOf(network, now).Add(limit, now);
    }

    private MinuteCount CountOf(ClientNetwork network, TimeSpan now)
    {
        if (_counts.TryGetValue(network, out var count))
        {
            return count;
        }

        Sweep(now);
        if (Held >= capacity)
        {
            // Whoever has very many networks has them from one provider: that provider's customers are one client until it is over.
            return _shared[(uint)network.Wider.GetHashCode() % Shared];
        }

        count = new MinuteCount();
        if (!_counts.TryAdd(network, count))
        {
            return _counts.GetValueOrDefault(network, count);
        }

        Interlocked.Increment(ref _held);
        return count;
    }

    // Only for those who come anew, and by one of them at a time, once a second.
    private void Sweep(TimeSpan now)
    {
        var before = Volatile.Read(ref _sweptAt);
        if (now.Ticks - before < SweepInterval.Ticks || Interlocked.CompareExchange(ref _sweptAt, now.Ticks, before) != before)
        {
            return;
        }

        foreach (var pair in _counts)
        {
            if (pair.Value.IsIdle(now) && _counts.TryRemove(pair))
            {
                Interlocked.Decrement(ref _held);
            }
        }
    }
}
