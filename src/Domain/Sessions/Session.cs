using System.Net;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Sessions;

/// <summary>What a presented refresh token means for its session.</summary>
public enum RefreshVerdict
{
    /// <summary>It is the current one: rotate.</summary>
    Rotate,

    /// <summary>It is the one just before, and its successor may never have arrived: hand the current one out again.</summary>
    RepeatAnswer,

    /// <summary>It was replaced long before: somebody has a copy, the session must end.</summary>
    Reused,

    /// <summary>The session is over.</summary>
    Ended,
}

/// <summary>One login on one device, carried on by refresh tokens that are replaced with every use (RFC 9700, 4.14.2).</summary>
public sealed class Session : Entity
{
    private Session()
    {
    }

    /// <summary>A session that begins now.</summary>
    public Session(
        SessionId id, UserId userId, DeviceId deviceId, byte[] tokenHash, bool remembered, SessionLifetime lifetime,
        IPAddress? ipAddress, string? userAgent, DateTimeOffset now)
    {
        Id = id;
        UserId = userId;
        DeviceId = deviceId;
        TokenHash = tokenHash;
        Generation = 1;
        Remembered = remembered;
        IpAddress = ipAddress;
        UserAgent = userAgent;
        CreatedAt = RotatedAt = LastActivityAt = AuthenticatedAt = now;
        AbsoluteExpiresAt = now + lifetime.Absolute;
        ExpiresAt = Earlier(now + lifetime.IdleFor(remembered), AbsoluteExpiresAt);
    }

    /// <summary>Never changes.</summary>
    public SessionId Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public UserId UserId { get; private set; }

    /// <summary>Where it runs.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>SHA-256 of the current refresh token.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>SHA-256 of the refresh token before it.</summary>
    public byte[]? PreviousTokenHash { get; private set; }

    /// <summary>The current refresh token, sealed under a key that only the previous token opens.</summary>
    public byte[]? CurrentTokenSealed { get; private set; }

    /// <summary>Counts the rotations, from 1.</summary>
    public int Generation { get; private set; }

    /// <summary>When the current token was made.</summary>
    public DateTimeOffset RotatedAt { get; private set; }

    /// <summary>When the current token, or an access token that came with it, was first used; null while neither was.</summary>
    public DateTimeOffset? SuccessorSeenAt { get; private set; }

    /// <summary>The person asked to stay logged in: the idle time is the longer one.</summary>
    public bool Remembered { get; private set; }

    /// <summary>The address of the login.</summary>
    public IPAddress? IpAddress { get; private set; }

    /// <summary>What the client called itself, shortened.</summary>
    public string? UserAgent { get; private set; }

    /// <summary>When a password was last given; the claim <c>auth_time</c>.</summary>
    public DateTimeOffset AuthenticatedAt { get; private set; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset LastActivityAt { get; private set; }

    /// <summary>When it ends unless it is used before.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it ends however much it is used.</summary>
    public DateTimeOffset AbsoluteExpiresAt { get; private set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was ended; null while it lives, and for one that ran out.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it was ended.</summary>
    public SessionEndReason? EndReason { get; private set; }

    /// <summary>
    /// Judges a refresh token that bears this session's MAC. The previous one is honoured while its successor is unused, or within
    /// <paramref name="reuseWindow"/> of the rotation: an answer got lost on the way, or two tabs refreshed at once.
    /// </summary>
    public RefreshVerdict Judge(ReadOnlySpan<byte> presentedHash, TimeSpan reuseWindow, DateTimeOffset now)
    {
        if (EndedAt is not null || now >= ExpiresAt || now >= AbsoluteExpiresAt)
        {
            return RefreshVerdict.Ended;
        }

        if (IsCurrent(presentedHash))
        {
            return RefreshVerdict.Rotate;
        }

        return presentedHash.SequenceEqual(PreviousTokenHash) && (SuccessorSeenAt is null || now - RotatedAt <= reuseWindow)
            ? RefreshVerdict.RepeatAnswer
            : RefreshVerdict.Reused;
    }

    /// <summary>True for the hash of the refresh token that nothing has replaced yet.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> presentedHash) => presentedHash.SequenceEqual(TokenHash);

    /// <summary>The current token, or an access token that came with it, was used: it has arrived. The first time counts.</summary>
    public void SeeSuccessor(DateTimeOffset now) => SuccessorSeenAt ??= now;

    /// <summary>Ends it. The first reason stays.</summary>
    public void End(SessionEndReason reason, DateTimeOffset now)
    {
        EndedAt ??= now;
        EndReason ??= reason;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
