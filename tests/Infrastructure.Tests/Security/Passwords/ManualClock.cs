namespace UserSystem.Infrastructure.Tests.Security.Passwords;

/// <summary>A clock that moves when told to, and rings its timers on the way.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public int Timers => _timers.Count;

    /// <summary>Timers that are to ring.</summary>
    public int Waiting => _timers.Count(static timer => timer.Due < DateTimeOffset.MaxValue);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        var end = _now + time;
        while (_timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due) is { } next)
        {
            _now = next.Due;
            next.Change(next.Period, next.Period);
            next.Ring();
        }

        _now = end;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public TimeSpan Period { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (Due, Period) = (dueTime < TimeSpan.Zero ? DateTimeOffset.MaxValue : clock._now + dueTime, period);
            return true;
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
