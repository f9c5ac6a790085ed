namespace UserSystem.Domain.Sessions;

/// <summary>How long a session lasts: until it was idle for too long, and never past its absolute end.</summary>
public sealed record SessionLifetime(TimeSpan Idle, TimeSpan RememberedIdle, TimeSpan Absolute)
{
    /// <summary>The idle time that is allowed.</summary>
    public TimeSpan IdleFor(bool remembered) => remembered ? RememberedIdle : Idle;
}
