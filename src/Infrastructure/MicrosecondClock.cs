namespace UserSystem.Infrastructure;

/// <summary>The clock of the machine in whole microseconds: what PostgreSQL keeps, so that an instant comes back as it was written.</summary>
internal sealed class MicrosecondClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        var now = System.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
