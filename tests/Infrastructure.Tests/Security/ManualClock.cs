using System.Threading.Channels;

namespace UserSystem.Infrastructure.Tests.Security;

/// <summary>A clock that stands still until it is moved; timers that became due ring as it moves.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private readonly Channel<bool> _set = Channel.CreateUnbounded<bool>();
    private DateTimeOffset _now = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by)
    {
        Alarm[] due;
        lock (_lock)
        {
            _now += by;
            due = [.. _alarms.Where(alarm => alarm.At <= _now)];
            _alarms.RemoveAll(due.Contains);
        }

        foreach (var alarm in due)
        {
            alarm.Ring();
        }
    }

    /// <summary>Waits until somebody waits by this clock.</summary>
    public async Task SomebodyWaitsAsync(CancellationToken ct) => await _set.Reader.ReadAsync(ct);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    private sealed class Alarm(ManualClock clock, Action ring) : ITimer
    {
        public DateTimeOffset At { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._alarms.Remove(this);
                if (dueTime < TimeSpan.Zero)
                {
                    return true;
                }

                At = clock._now + dueTime;
                clock._alarms.Add(this);
            }

            clock._set.Writer.TryWrite(true);
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._alarms.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
