using System.Threading.Channels;

namespace UserSystem.Testing;

/// <summary>
/// A clock that stands still until a test moves it; timers ring as it passes them, in their order. It starts in 2020 and refuses to
/// pass the real now, so that what it stamps is never in a database's future.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    /// <summary>What every new clock shows.</summary>
    public static readonly DateTimeOffset Start = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private readonly Channel<bool> _waits = Channel.CreateUnbounded<bool>();
    private DateTimeOffset _now = Start;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves on, and rings on the way every timer that becomes due. Throws for a step back or past the real now.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        if (end > System.GetUtcNow())
        {
            throw new InvalidOperationException("A fake clock must not pass the real now.");
        }

        while (NextDue(end) is { } due)
        {
            due.Ring();
        }

        lock (_gate)
        {
            _now = end;
        }
    }

    /// <summary>Waits until somebody waits by this clock, once for each time that somebody did.</summary>
    public async Task SomebodyWaitsAsync(CancellationToken ct) => await _waits.Reader.ReadAsync(ct);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    // The clock shows the timer's own time while it rings.
    private Timer? NextDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.At <= end).MinBy(static timer => timer.At);
            if (next is not null)
            {
                _now = next.At > _now ? next.At : _now;
                next.WindUp();
            }

            return next;
        }
    }

    private sealed class Timer(FakeClock clock, Action ring) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset At { get; private set; }

        public void Ring() => ring();

        public void WindUp()
        {
            if (_period > TimeSpan.Zero)
            {
                At += _period;
            }
            else
            {
                clock._timers.Remove(this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime < TimeSpan.Zero)
                {
                    return true;
                }

                (At, _period) = (clock._now + dueTime, period);
                clock._timers.Add(this);
            }

            clock._waits.Writer.TryWrite(true);
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
