namespace UserSystem.WebApi.Limits;

/// <summary>How often something happened within the last minute, told in steps of ten seconds.</summary>
internal sealed class MinuteCount
{
    private const int Parts = 6;
    private static readonly long PartTicks = TimeSpan.FromSeconds(10).Ticks;

    private readonly Lock _lock = new();
    private readonly int[] _parts = new int[Parts];
    private long _latest;
    private int _sum;

    /// <summary>Counts one more, or tells how long to wait where that would be more than the limit.</summary>
    /// <param name="limit">The most within a minute.</param>
    /// <param name="now">The time since some beginning, the same for all calls.</param>
    public TimeSpan? Add(int limit, TimeSpan now)
    {
        lock (_lock)
        {
            var part = now.Ticks / PartTicks;
            Forget(part);
            if (_sum >= limit)
            {
                return TimeSpan.FromTicks(((Oldest() + Parts) * PartTicks) - now.Ticks);
            }

            _parts[part % Parts]++;
            _sum++;
            return null;
        }
    }

    /// <summary>Whether nothing happened within the last minute.</summary>
    public bool IsIdle(TimeSpan now)
    {
        lock (_lock)
        {
            return (now.Ticks / PartTicks) - _latest >= Parts;
        }
    }

    private void Forget(long part)
    {
        for (var passed = Math.Min(part - _latest, Parts); passed > 0; passed--)
        {
            ref var old = ref _parts[(part - passed + 1) % Parts];
            _sum -= old;
            old = 0;
        }

        _latest = Math.Max(_latest, part);
    }

    // Something was counted, or nothing would be too much.
    private long Oldest()
    {
        var part = _latest - Parts + 1;
        while (part < _latest && (part < 0 || _parts[part % Parts] == 0))
        {
            part++;
        }

        return part;
    }
}
