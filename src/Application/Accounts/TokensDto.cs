using Mapster;
using Microsoft.Extensions.Options;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>What a client needs to act for a person (RFC 6749, 5.1, with the session and the person beside it).</summary>
/// <param name="AccessToken">A JWT for the Authorization header.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresInSeconds">Life of the access token.</param>
/// <param name="RefreshToken">Brings the next tokens; good for one use.</param>
/// <param name="RefreshTokenExpiresAt">When the session ends unless it is used before.</param>
/// <param name="SessionId">The session.</param>
/// <param name="DeviceId">The device; to be kept and sent with the next login.</param>
/// <param name="User">Who logged in.</param>
public sealed record TokensDto(
    string AccessToken, string TokenType, int ExpiresInSeconds, string RefreshToken, DateTimeOffset RefreshTokenExpiresAt,
    Guid SessionId, Guid DeviceId, TokensUserDto User);

/// <summary>The person that tokens speak for.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Email">The address.</param>
/// <param name="FullName">What they go by.</param>
/// <param name="Status">Where they stand.</param>
public sealed record TokensUserDto(Guid Id, string Email, string? FullName, UserStatus Status);

internal sealed class TokensUserMapping : IRegister
{
    public void Register(TypeAdapterConfig config) => config.NewConfig<LiveSession, TokensUserDto>()
        .Map(user => user.Id, session => session.UserId.Value)
        .Map(user => user.FullName, session => session.Name)
        .Map(user => user.Status, session => session.UserStatus);
}

/// <summary>Composes the answer to a login or a refresh.</summary>
internal sealed class TokenAnswers(IAccessTokens accessTokens, TypeAdapterConfig mapping, IOptions<SessionsOptions> options)
{
    public TokensDto For(LiveSession session, RefreshToken refreshToken, DateTimeOffset now)
    {
        // A token's instants are whole seconds: rounded up, it lives no shorter than the answer says.
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((long)Math.Ceiling(now.ToUnixTimeMilliseconds() / 1000.0))
            .AddSeconds(options.Value.AccessTokenLifetimeSeconds);
        if (expiresAt > session.AbsoluteExpiresAt)
        {
            expiresAt = session.AbsoluteExpiresAt;
        }

        var accessToken = accessTokens.Issue(session.UserId, session.Id, session.Generation, session.AuthenticatedAt, now, expiresAt);
        return new TokensDto(
            accessToken, "Bearer", (int)(expiresAt - now).TotalSeconds, refreshToken.Text, session.ExpiresAt,
            session.Id.Value, session.DeviceId.Value,
            session.Adapt<TokensUserDto>(mapping));
    }
}
