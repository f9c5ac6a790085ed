using System.Text;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Tests;

/// <summary>Refresh tokens that can be read with the eye; a token that was not made here is no token.</summary>
internal sealed class FakeRefreshTokens : IRefreshTokens
{
    private readonly Dictionary<string, RefreshToken> _made = [];

    public RefreshToken Create(SessionId sessionId, int generation)
    {
        var text = $"urt_{sessionId}.{generation}.{_made.Count}";
        return _made[text] = new RefreshToken(text, sessionId, generation, OneTimeToken.HashOf(text));
    }

    public RefreshToken? Read(string text) => _made.GetValueOrDefault(text);

    public byte[] Seal(RefreshToken current, RefreshToken previous) => Encoding.UTF8.GetBytes($"{previous.Text}|{current.Text}");

    public RefreshToken? Unseal(byte[] sealedToken, RefreshToken previous) =>
        Encoding.UTF8.GetString(sealedToken).Split('|') is [var opener, var current] && opener == previous.Text ? Read(current) : null;
}

/// <summary>Access tokens that say what they were made of.</summary>
internal sealed class FakeAccessTokens : IAccessTokens
{
    public string Issue(
        UserId userId, SessionId sessionId, int generation, DateTimeOffset authenticatedAt, DateTimeOffset now, DateTimeOffset expiresAt) =>
        $"{userId}|{sessionId}|{generation}|{authenticatedAt:O}|{now:O}|{expiresAt:O}";

    public Result<CallerIdentity> Verify(string token) => throw new NotSupportedException("No use case verifies access tokens.");
}

/// <summary>Remembers which sessions were ended.</summary>
internal sealed class FakeEndedSessions : List<SessionId>, IEndedSessions;
