using System.Buffers;
using Microsoft.Extensions.Options;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>
/// Access tokens as JWTs with ES256. A signature is reckoned once and then remembered, and one made here is known from the start; expiry and
/// the end of a session are judged on every call.
/// </summary>
internal sealed class AccessTokens(
    SigningKeys keys, VerifiedTokens verified, EndedSessions ended, TimeProvider clock, IOptions<TokensOptions> options)
    : IAccessTokens
{
    /// <summary>How far a token may come from the future, in seconds: the clocks of two nodes may differ.</summary>
    private const long Skew = 60;

    private string Issuer => options.Value.Issuer ?? throw new InvalidOperationException("Tokens__Issuer was not resolved.");

    /// <inheritdoc/>
    public string Issue(
        UserId userId, SessionId sessionId, int generation, DateTimeOffset authenticatedAt, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var current = keys.Current;
        var key = current?.SignerAt(now) ?? throw new InvalidOperationException("No signing key is active: the database was not reached yet.");
        var claims = new AccessTokenClaims(
            userId, sessionId, generation, authenticatedAt.ToUnixTimeSeconds(), now.ToUnixTimeSeconds(), expiresAt.ToUnixTimeSeconds());
        var payload = new ArrayBufferWriter<byte>(512);
        claims.Write(payload, Issuer, options.Value.Audience);
        var token = Es256.Sign(key, payload.WrittenSpan);

        // Whoever gets a token comes back with it, mostly to this node: verifying takes longer than signing did.
        if (TokenDigest.Of(token) is { } digest)
        {
            verified.Add(digest, new VerifiedToken(claims, current));
        }

        return token;
    }

    /// <inheritdoc/>
    /// <remarks>While the keys could not be read yet nothing can be said of any token: <see cref="CommonErrors.Busy"/>.</remarks>
    public Result<CallerIdentity> Verify(string token)
    {
        if (keys.Current is not { } current)
        {
            return CommonErrors.Busy;
        }

        if (TokenDigest.Of(token) is not { } digest)
        {
            return SessionErrors.TokenInvalid;
        }

        // What was verified under other keys than the present ones is verified again: one of them may be gone.
        var now = clock.GetUtcNow();
        var remembered = verified.TryFind(digest, out var found) && ReferenceEquals(found.Keys, current);
        if (!remembered)
        {
            if (Reckon(token, current, now) is not { } claims)
            {
                return SessionErrors.TokenInvalid;
            }

            found = new VerifiedToken(claims, current);
        }

        var good = found.Claims;
        if (now.ToUnixTimeSeconds() >= good.ExpiresAt)
        {
            return SessionErrors.TokenExpired;
        }

        if (ended.Contains(good.SessionId))
        {
            return SessionErrors.Ended;
        }

        if (!remembered)
        {
            verified.Add(digest, found);
        }

        return new CallerIdentity(good.UserId, good.SessionId, good.Generation, DateTimeOffset.FromUnixTimeSeconds(good.AuthenticatedAt));
    }

    private AccessTokenClaims? Reckon(string token, SigningKeySet current, DateTimeOffset now) =>
        Es256.Open(current, token) is { } payload
            ? AccessTokenClaims.Read(payload, Issuer, options.Value.Audience, now.ToUnixTimeSeconds() + Skew)
            : null;
}
