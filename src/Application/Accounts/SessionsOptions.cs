using System.ComponentModel.DataAnnotations;
using UserSystem.Domain.Sessions;

namespace UserSystem.Application.Accounts;

/// <summary>What happens to a login when as many sessions as are allowed are alive already.</summary>
public enum WhenSessionsFull
{
    /// <summary>The session that was silent for longest ends.</summary>
    EndOldest,

    /// <summary>The login is refused.</summary>
    Refuse,
}

/// <summary>Settings of sessions and of the tokens that carry them.</summary>
public sealed class SessionsOptions
{
    /// <summary>Idle time after which a session ends, in seconds (<c>USER_SESSION_TIMEOUT</c>).</summary>
    [Range(60, 31_536_000)]
    public int IdleTimeoutSeconds { get; set; } = 3600;

    /// <summary>The same for people who asked to stay logged in (<c>Sessions__RememberedIdleTimeoutSeconds</c>).</summary>
    [Range(60, 31_536_000)]
    public int RememberedIdleTimeoutSeconds { get; set; } = 1_209_600;

    /// <summary>When a session ends however much it is used, in seconds (<c>Sessions__AbsoluteLifetimeSeconds</c>).</summary>
    [Range(60, 31_536_000)]
    public int AbsoluteLifetimeSeconds { get; set; } = 2_592_000;

    /// <summary>How long entries of security histories are kept, in days (<c>Sessions__HistoryRetentionDays</c>).</summary>
    [Range(30, 3650)]
    public int HistoryRetentionDays { get; set; } = 365;

    /// <summary>How many sessions one person may have (<c>Sessions__MaxConcurrent</c>).</summary>
    [Range(1, 1_000_000)]
    public int MaxConcurrent { get; set; } = 10;

    /// <summary>What happens beyond that (<c>Sessions__WhenFull</c>).</summary>
    public WhenSessionsFull WhenFull { get; set; } = WhenSessionsFull.EndOldest;

    /// <summary>Life of an access token in seconds (<c>Tokens__AccessTokenLifetimeSeconds</c>).</summary>
    [Range(30, 86_400)]
    public int AccessTokenLifetimeSeconds { get; set; } = 600;

    /// <summary>How long after a rotation the refresh token just replaced is excused in any case, in seconds (<c>Tokens__RefreshReuseWindowSeconds</c>).</summary>
    [Range(0, 300)]
    public int RefreshReuseWindowSeconds { get; set; } = 10;

    /// <summary>The lifetimes as the domain reckons with them.</summary>
    public SessionLifetime Lifetime => new(
        TimeSpan.FromSeconds(IdleTimeoutSeconds), TimeSpan.FromSeconds(RememberedIdleTimeoutSeconds), TimeSpan.FromSeconds(AbsoluteLifetimeSeconds));
}
