using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Ports;

/// <summary>Makes and checks access tokens: JWTs (RFC 9068 in spirit) signed with ES256, which other services can verify by the published keys.</summary>
public interface IAccessTokens
{
    /// <summary>A token for a session, valid until <paramref name="expiresAt"/> (whole seconds).</summary>
    string Issue(UserId userId, SessionId sessionId, int generation, DateTimeOffset authenticatedAt, DateTimeOffset now, DateTimeOffset expiresAt);

    /// <summary>
    /// Who a token speaks for. Fails with <see cref="SessionErrors.TokenInvalid"/>, <see cref="SessionErrors.TokenExpired"/> or
    /// <see cref="SessionErrors.Ended"/>; a session that was ended counts at once.
    /// </summary>
    Result<CallerIdentity> Verify(string token);
}

/// <summary>A refresh token: <c>urt_</c> and base64url of session, generation, 32 random bytes and a MAC.</summary>
/// <param name="Text">What the client holds.</param>
/// <param name="SessionId">The session that it carries on.</param>
/// <param name="Generation">The rotation that made it.</param>
/// <param name="Hash">SHA-256, under which the session knows it.</param>
public sealed record RefreshToken(string Text, SessionId SessionId, int Generation, byte[] Hash);

/// <summary>Makes and reads refresh tokens. Reading needs no database: a token that this service did not make is refused by its MAC.</summary>
public interface IRefreshTokens
{
    /// <summary>A new token.</summary>
    RefreshToken Create(SessionId sessionId, int generation);

    /// <summary>Reads a token; null where the form or the MAC is wrong. Any text may be given, of any length.</summary>
    RefreshToken? Read(string text);

    /// <summary>The current token in a form that only its predecessor opens.</summary>
    byte[] Seal(RefreshToken current, RefreshToken previous);

    /// <summary>Opens what <see cref="Seal"/> closed; null where it was closed for another token.</summary>
    RefreshToken? Unseal(byte[] sealedToken, RefreshToken previous);
}

/// <summary>The sessions that were ended while access tokens of theirs may still be about.</summary>
public interface IEndedSessions
{
    /// <summary>From now on no access token of this session counts.</summary>
    void Add(SessionId sessionId);
}
