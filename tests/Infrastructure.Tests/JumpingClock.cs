namespace UserSystem.Infrastructure.Tests;

/// <summary>A clock whose wall time can be put forward and back, while its other time only passes.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private DateTimeOffset _now = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private long _timestamp = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _timestamp;

    public void Pass(TimeSpan time)
    {
        _now += time;
        _timestamp += time.Ticks;
    }

    public void Jump(TimeSpan by) => _now += by;
}
