using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Accounts;

public sealed class TokenAnswersTests
{
    private static readonly DateTimeOffset Now = Any.Instant;

    private static readonly LiveSession Session = new(
        Any.Id<SessionId>(), 3, Any.Id<DeviceId>(), Now.AddHours(-1), Now.AddHours(1), Now.AddHours(2), Any.Id<UserId>(), "jo@example.org",
        "Jo", UserStatus.Active);

    [Test]
    public void Carry_what_the_session_says()
    {
        var answer = For(Session);

        Assert.That(answer, Is.EqualTo(new TokensDto(
            answer.AccessToken, "Bearer", 120, "urt_text", Now.AddHours(1), Session.Id.Value, Session.DeviceId.Value,
            new TokensUserDto(Session.UserId.Value, "jo@example.org", "Jo", UserStatus.Active))));
        Assert.That(
            answer.AccessToken,
            Is.EqualTo($"{Session.UserId}|{Session.Id}|3|{Now.AddHours(-1):O}|{Now:O}|{Now.AddSeconds(120):O}"));
    }

    [Test]
    public void An_access_token_never_outlives_its_session()
    {
        var answer = For(Session with { AbsoluteExpiresAt = Now.AddSeconds(30) });

        Assert.That(answer.ExpiresInSeconds, Is.EqualTo(30));
        Assert.That(answer.AccessToken, Does.EndWith($"{Now.AddSeconds(30):O}"));
    }

    [Test]
    public void An_access_token_lives_no_shorter_than_the_answer_says()
    {
        // What a token says of time are whole seconds.
        var answer = For(Session, Now.AddMilliseconds(300));

        Assert.That(answer.AccessToken, Does.EndWith($"{Now.AddSeconds(121):O}"));
        Assert.That(answer.ExpiresInSeconds, Is.EqualTo(120));
    }

    private static TokensDto For(LiveSession session, DateTimeOffset? now = null) =>
        new TokenAnswers(new FakeAccessTokens(), Asking.Mapping, Options.Create(new SessionsOptions { AccessTokenLifetimeSeconds = 120 }))
            .For(session, new RefreshToken("urt_text", session.Id, 3, []), now ?? Now);
}
