using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class ReauthenticateTests
{
    private readonly Recovery _recovery = new();
    private readonly User _user = Any.User();
    private readonly Session _session;

    public ReauthenticateTests()
    {
        _recovery.World.With(_user);
        _session = _recovery.LogIn(_user);
        _recovery.Clock.Advance(TimeSpan.FromMinutes(20));
    }

    [Test]
    public async Task The_session_goes_on_with_new_tokens_that_say_when(CancellationToken ct)
    {
        var before = _session.TokenHash;

        var answer = (await _recovery.ReauthenticateAsync(Recovery.Password, ct)).Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.SessionId, answer.DeviceId), Is.EqualTo((_session.Id.Value, _session.DeviceId.Value)));
            Assert.That((_session.AuthenticatedAt, _session.Generation), Is.EqualTo((_recovery.Now, 2)));
            Assert.That(answer.AccessToken, Does.Contain($"|2|{_recovery.Now:O}|"), "generation and auth_time");
            Assert.That(OneTimeToken.HashOf(answer.RefreshToken), Is.EqualTo(_session.TokenHash));
            Assert.That((_session.PreviousTokenHash, _session.CurrentTokenSealed), Is.EqualTo((before, (byte[]?)null)));
        }
    }

    [TestCase("guess")]
    [TestCase(null)]
    public async Task A_wrong_password_is_told_like_a_failed_login_and_the_session_lives(string? guess, CancellationToken ct)
    {
        if (guess is null)
        {
            _user.With(user => user.PasswordHash, (string?)null);
        }

        Assert.That((await _recovery.ReauthenticateAsync(guess ?? Recovery.Password, ct)).Error, Is.EqualTo(SessionErrors.InvalidCredentials));
        Assert.That((_session.EndedAt, _session.Generation, _session.AuthenticatedAt), Is.EqualTo(((DateTimeOffset?)null, 1, Any.Instant)));
    }

    [TestCase(10, false, "auth.token_invalid")]
    [TestCase(10, true, "auth.token_invalid")]
    [TestCase(11, true, "auth.token_reused")]
    [TestCase(11, false, "auth.token_invalid")]
    public async Task The_refresh_token_of_before_is_excused_for_a_while_and_then_ends_the_session(
        int secondsLater, bool successorSeen, string code, CancellationToken ct)
    {
        var before = _recovery.Tokens.Create(_session.Id, 1);
        _session.With(session => session.TokenHash, before.Hash);
        await _recovery.ReauthenticateAsync(Recovery.Password, ct);
        if (successorSeen)
        {
            _session.SeeSuccessor(_recovery.Now);
        }

        _recovery.Clock.Advance(TimeSpan.FromSeconds(secondsLater));

        Assert.That((await _recovery.RefreshAsync(before.Text, ct)).Error?.Code, Is.EqualTo(code));
        var reused = code == "auth.token_reused";
        Assert.That(_session.EndedAt is not null, Is.EqualTo(reused));
        Assert.That(_recovery.Events, Is.EqualTo(new[] { reused ? SecurityEventKind.RefreshReused : SecurityEventKind.RefreshRepeated }));
    }
}
