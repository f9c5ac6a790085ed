using System.Collections.Concurrent;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>
/// A clock that stands still in 2020 until it is moved, and never gets to the real present. Timers run by the machine's clock, so that
/// nobody waits for ever, and are written down.
/// </summary>
internal sealed class PastClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(5 * 365);

    private long _passed;

    /// <summary>What was asked to ring once after less than a second, in its order.</summary>
    public ConcurrentQueue<TimeSpan> ShortWaits { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by)
    {
        if (Interlocked.Add(ref _passed, by.Ticks) > Longest.Ticks)
        {
            throw new InvalidOperationException("A fake clock stays in the past.");
        }
    }

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(Interlocked.Read(ref _passed));

    public override long GetTimestamp() => Interlocked.Read(ref _passed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(1) && period == Timeout.InfiniteTimeSpan)
        {
            ShortWaits.Enqueue(dueTime);
        }

        return System.CreateTimer(callback, state, dueTime, period);
    }
}
