using Microsoft.Extensions.Options;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class LogInTests
{
    private static readonly AccountsOptions Accounts = new() { MaxLoginAttempts = 3 };
    private readonly SessionsOptions _options = new() { MaxConcurrent = 1 };
    private readonly FakeClock _clock = new();
    private readonly InMemoryWorld _world;
    private readonly IPasswords _passwords = Asking.Passwords();
    private readonly FakeRefreshTokens _tokens = new();
    private readonly FakeEndedSessions _ended = [];
    private readonly User _user = Any.User("jo@example.org", "Jo");

    public LogInTests()
    {
        _world = new InMemoryWorld(Accounts, _options).With(_user);
        Verify(PasswordVerdict.Right);
    }

    [Test]
    public async Task The_right_password_begins_a_session(CancellationToken ct)
    {
        var answer = (await LogInAsync(ct)).Value;

        var session = _world.Sessions.All.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.User, Is.EqualTo(new TokensUserDto(_user.Id.Value, "jo@example.org", "Jo", UserStatus.Active)));
            Assert.That((answer.SessionId, answer.DeviceId), Is.EqualTo((session.Id.Value, session.DeviceId.Value)));
            Assert.That((answer.TokenType, answer.ExpiresInSeconds, answer.RefreshTokenExpiresAt), Is.EqualTo(("Bearer", 600, FakeClock.Start.AddHours(1))));
            Assert.That(_tokens.Read(answer.RefreshToken), Is.Not.Null.And.Property("Generation").EqualTo(1));
            Assert.That(OneTimeToken.HashOf(answer.RefreshToken), Is.EqualTo(session.TokenHash));
            Assert.That((session.UserId, session.IpAddress, session.UserAgent, session.Remembered), Is.EqualTo((_user.Id, Any.Address, "tests", false)));
            Assert.That(_user.LastLoginAt, Is.EqualTo(FakeClock.Start));
        }
    }

    [Test]
    public async Task Whoever_asks_to_be_remembered_may_be_silent_for_longer(CancellationToken ct)
    {
        var answer = await LogInAsync(ct, Request with { RememberMe = true });

        Assert.That(answer.Value.RefreshTokenExpiresAt, Is.EqualTo(FakeClock.Start.AddDays(14)));
    }

    [Test]
    public async Task A_device_of_theirs_is_known_again_and_any_other_is_new(CancellationToken ct)
    {
        var first = (await LogInAsync(ct)).Value.DeviceId;

        Assert.That((await LogInAsync(ct, Request with { DeviceId = first })).Value.DeviceId, Is.EqualTo(first));
        var foreign = Any.Id<DeviceId>().Value;
        Assert.That((await LogInAsync(ct, Request with { DeviceId = foreign })).Value.DeviceId, Is.Not.EqualTo(foreign).And.Not.EqualTo(first));
    }

    [Test]
    public async Task A_device_that_is_new_to_somebody_who_has_one_is_told_to_them_in_their_language(CancellationToken ct)
    {
        _world.Preferences.SetLanguage(_user.Id, "ar");
        await _world.Work.CommitAsync(ct);
        var first = (await LogInAsync(ct)).Value.DeviceId;
        await LogInAsync(ct, Request with { DeviceId = first });
        Assert.That(_world.LogIns.Told, Is.Empty);

        await LogInAsync(ct, Request with { DeviceName = null });

        Assert.That(
            _world.LogIns.Told,
            Is.EqualTo([new NewDeviceMail("jo@example.org", "Jo", "ar", "tests", FakeClock.Start, Any.Address.ToString())]), "named by its user agent");
    }

    [Test]
    public async Task An_unknown_address_and_a_wrong_password_are_told_alike_after_the_same_work([Values] bool known, CancellationToken ct)
    {
        Verify(PasswordVerdict.Wrong);

        var asked = LogInAsync(ct, known ? Request : Request with { Email = "nobody@example.org" });
        await _clock.SomebodyWaitsAsync(ct);
        _clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.That(asked.IsCompleted, Is.False, "failures are answered on steps of 250 ms");
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((await asked.WaitAsync(ct)).Error, Is.EqualTo(SessionErrors.InvalidCredentials));
        await _passwords.Received(1).VerifyAsync("secret", known ? Any.PasswordHash : null, ct);
    }

    [Test]
    public async Task Nobody_is_let_in_whatever_is_said_of_a_password_without_a_person(CancellationToken ct)
    {
        var asked = LogInAsync(ct, Request with { Email = "nobody@example.org" });
        await _clock.SomebodyWaitsAsync(ct);
        _clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.That((await asked.WaitAsync(ct)).Error, Is.EqualTo(SessionErrors.InvalidCredentials));
    }

    [Test]
    public async Task Too_many_failures_are_held_back_without_looking_at_the_password(CancellationToken ct)
    {
        await FailAsync(3, ct);
        _passwords.ClearReceivedCalls();
        Verify(PasswordVerdict.Right);

        var error = (await LogInAsync(ct)).Error;

        Assert.That((error?.Code, error?.RetryAfter), Is.EqualTo(("auth.too_many_attempts", (TimeSpan?)TimeSpan.FromSeconds(59.75))));
        await _passwords.DidNotReceiveWithAnyArgs().VerifyAsync(default!, default, default);
    }

    [TestCase(UserStatus.PendingVerification, "auth.email_not_verified")]
    [TestCase(UserStatus.Suspended, "auth.account_suspended")]
    public async Task Who_may_not_log_in_is_told_why_once_the_password_is_right(UserStatus status, string code, CancellationToken ct)
    {
        _user.With(user => user.Status, status);

        for (var i = 0; i < 5; i++)
        {
            Assert.That((await LogInAsync(ct)).Error?.Code, Is.EqualTo(code), "and is not held back for it");
        }

        Assert.That(_world.Sessions.All, Is.Empty);
    }

    [Test]
    public async Task An_attempt_that_could_not_be_judged_does_not_count(CancellationToken ct)
    {
        _passwords.VerifyAsync(default!, default, default).ReturnsForAnyArgs(CommonErrors.Busy);

        for (var i = 0; i < 5; i++)
        {
            Assert.That((await LogInAsync(ct)).Error, Is.EqualTo(CommonErrors.Busy));
        }
    }

    [TestCase(false, "hash of secret")]
    [TestCase(true, Any.PasswordHash, Description = "Too busy to hash: the next login will do")]
    public async Task A_hash_of_an_older_kind_is_made_anew(bool busy, string hash, CancellationToken ct)
    {
        Verify(PasswordVerdict.RightButOutdated);
        if (busy)
        {
            _passwords.HashAsync(default!, default).ReturnsForAnyArgs(CommonErrors.Busy);
        }

        Assert.That((await LogInAsync(ct)).Error, Is.Null);
        Assert.That(_user.PasswordHash, Is.EqualTo(hash));
    }

    [Test]
    public async Task A_password_that_was_changed_while_it_was_compared_begins_nothing(CancellationToken ct)
    {
        _passwords.VerifyAsync(default!, default, default).ReturnsForAnyArgs(_ =>
        {
            _user.With(user => user.PasswordHash, "hash of another");
            return (Result<PasswordVerdict>)PasswordVerdict.Right;
        });

        Assert.That((await LogInAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace), "it begins again and compares anew");
        Assert.That(_world.Sessions.All, Is.Empty);
    }

    [Test]
    public async Task A_session_that_has_to_end_for_it_counts_no_more_at_once(CancellationToken ct)
    {
        var first = await LogInAsync(ct);
        await LogInAsync(ct);

        Assert.That(_ended, Is.EqualTo(new[] { new SessionId(first.Value.SessionId) }));
    }

    [Test]
    public async Task One_session_too_many_is_refused_where_none_may_end(CancellationToken ct)
    {
        _options.WhenFull = WhenSessionsFull.Refuse;
        await LogInAsync(ct);

        Assert.That((await LogInAsync(ct)).Error, Is.EqualTo(SessionErrors.TooMany));
        Assert.That(_ended, Is.Empty);
    }

    private static LogIn Request => new("Jo@example.org", "secret", "Phone");

    private void Verify(PasswordVerdict verdict) => _passwords.VerifyAsync(default!, default, default).ReturnsForAnyArgs(verdict);

    private async Task FailAsync(int times, CancellationToken ct)
    {
        Verify(PasswordVerdict.Wrong);
        for (var i = 0; i < times; i++)
        {
            var asked = LogInAsync(ct);
            await _clock.SomebodyWaitsAsync(ct);
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await asked.WaitAsync(ct);
        }
    }

    private Task<Result<TokensDto>> LogInAsync(CancellationToken ct, LogIn? request = null)
    {
        var options = Options.Create(_options);
        var handler = new LogInHandler(
            _world.LogIns, _passwords, _tokens, new TokenAnswers(new FakeAccessTokens(), Asking.Mapping, options), _ended, Asking.Stranger(), new Ids(_clock),
            _clock, options);
        return handler.Handle(request ?? Request, ct);
    }
}
