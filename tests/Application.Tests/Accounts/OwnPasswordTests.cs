using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Accounts;

/// <summary>Changing the password, and what every call holds that asks for it.</summary>
[CancelAfter(30_000)]
public sealed class OwnPasswordTests
{
    private readonly Recovery _recovery = new();
    private readonly User _user = Any.User("jo@example.org", "Jo");
    private readonly Session _session;

    public OwnPasswordTests()
    {
        _recovery.World.With(_user);
        _session = _recovery.LogIn(_user);
    }

    [Test]
    public async Task The_right_password_sets_a_new_one_and_ends_every_other_session(CancellationToken ct)
    {
        var other = _recovery.World.Sessions.Begin(Any.Session(_user));

        Assert.That((await _recovery.ChangePasswordAsync(Recovery.Password, ct)).Error, Is.Null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((_user.PasswordHash, _user.LastPasswordChangeAt), Is.EqualTo(("hash of new", (DateTimeOffset?)Any.Instant)));
            Assert.That((_session.EndedAt, other.EndReason), Is.EqualTo(((DateTimeOffset?)null, (SessionEndReason?)SessionEndReason.PasswordChanged)));
            Assert.That(_recovery.Ended, Is.EqualTo(new[] { other.Id }));
            Assert.That(_recovery.World.Sessions.SecurityEvents.Single().SessionId, Is.EqualTo(_session.Id), "they did it themselves");
            Assert.That(_recovery.Mailed<PasswordChangedMail>().To, Is.EqualTo("jo@example.org"));
        }
    }

    [TestCase(null, "currentPassword required")]
    [TestCase("", "currentPassword required")]
    [TestCase("guess", "currentPassword password.wrong")]
    public async Task A_wrong_password_changes_nothing(string? current, string fault, CancellationToken ct)
    {
        foreach (var refused in new[]
        {
            await _recovery.ChangePasswordAsync(current, ct), await _recovery.ChangeEmailAsync("new@example.org", ct, current), await _recovery.DeleteAsync(current, ct),
        })
        {
            Assert.That((refused.Error as ValidationError)?.Faults.Select(static each => $"{each.Path} {each.Code}"), Is.EqualTo(new[] { fault }));
        }

        Assert.That((_user.PasswordHash, _user.PendingEmail, _user.DeletedAt, _recovery.World.Work.Commits), Is.EqualTo((Any.PasswordHash, (EmailAddress?)null, (DateTimeOffset?)null, 0)));
    }

    [Test]
    public async Task Guesses_count_like_failed_logins_wherever_they_are_made(CancellationToken ct)
    {
        await _recovery.ChangePasswordAsync("guess", ct);
        await _recovery.ChangeEmailAsync("new@example.org", ct, "guess");
        await _recovery.ReauthenticateAsync("guess", ct);

        Assert.That((await _recovery.DeleteAsync(Recovery.Password, ct)).Error?.Code, Is.EqualTo("auth.too_many_attempts"));
        var logIn = await _recovery.World.LogIns.AttemptAsync(new LogInAttempt(_user.Email, Any.Address, DeviceId: null, _recovery.Now), ct);
        Assert.That(logIn.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(60)), "and hold back logins as well");
    }

    [Test]
    public async Task What_was_right_or_could_not_be_judged_does_not_count(CancellationToken ct)
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.That((await _recovery.ReauthenticateAsync(Recovery.Password, ct)).Error, Is.Null);
        }

        _recovery.Passwords.VerifyAsync(default!, default, default).ReturnsForAnyArgs(CommonErrors.Busy);
        for (var i = 0; i < 5; i++)
        {
            Assert.That((await _recovery.ChangePasswordAsync(Recovery.Password, ct)).Error, Is.EqualTo(CommonErrors.Busy));
        }
    }

    [Test]
    public async Task Whoever_guesses_elsewhere_does_not_keep_the_person_from_it(CancellationToken ct)
    {
        await _recovery.World.LogIns.CompleteAsync(
            new LogInSuccess(new LogInAttempt(_user.Email, Any.Address, null, _recovery.Now), Any.Session(_user, device: _session.DeviceId), null, null), ct);
        for (var i = 0; i < 100; i++)
        {
            await _recovery.World.LogIns.AttemptAsync(
                new LogInAttempt(_user.Email, System.Net.IPAddress.Parse($"198.51.100.{i}"), DeviceId: null, _recovery.Now), ct);
        }

        Assert.That((await _recovery.ReauthenticateAsync(Recovery.Password, ct)).Error, Is.Null);
    }

    [TestCase(600, null)]
    [TestCase(601, "auth.reauthentication_required")]
    public async Task Somebody_without_a_password_must_have_logged_in_lately(int secondsAgo, string? code, CancellationToken ct)
    {
        _user.With(user => user.PasswordHash, (string?)null);
        _recovery.Clock.Advance(TimeSpan.FromSeconds(secondsAgo));

        Assert.That((await _recovery.ChangeEmailAsync("new@example.org", ct, current: null)).Error?.Code, Is.EqualTo(code));
        Assert.That((await _recovery.ChangePasswordAsync(current: null, ct)).Error?.Code, Is.EqualTo(code));
    }

    [Test]
    public async Task The_right_password_counts_however_long_ago_they_logged_in(CancellationToken ct)
    {
        _recovery.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.That((await _recovery.DeleteAsync(Recovery.Password, ct)).Error, Is.Null);
    }

    [Test]
    public async Task A_new_password_that_says_who_the_person_is_or_cannot_be_hashed_is_refused(CancellationToken ct)
    {
        _recovery.Passwords.HashAsync(default!, default).ReturnsForAnyArgs(CommonErrors.Busy);
        Assert.That((await _recovery.ChangePasswordAsync(Recovery.Password, ct)).Error, Is.EqualTo(CommonErrors.Busy));

        _recovery.Policy.Judge("new", "jo@example.org", "Jo", "newPassword").Returns([new Fault("newPassword", "password.is_personal", "No.")]);
        Assert.That((await _recovery.ChangePasswordAsync(Recovery.Password, ct)).Error, Is.InstanceOf<ValidationError>());
        Assert.That(_user.PasswordHash, Is.EqualTo(Any.PasswordHash));
    }

    [Test]
    public async Task Whoever_is_gone_meanwhile_is_not_found(CancellationToken ct)
    {
        _user.With(user => user.DeletedAt, Any.Instant);

        Assert.That((await _recovery.ChangePasswordAsync(Recovery.Password, ct)).Error, Is.EqualTo(UserErrors.NotFound));
        Assert.That((await _recovery.ChangeEmailAsync("new@example.org", ct)).Error, Is.EqualTo(UserErrors.NotFound));
        Assert.That((await _recovery.DeleteAsync(Recovery.Password, ct)).Error, Is.EqualTo(UserErrors.NotFound));
        Assert.That((await _recovery.ReauthenticateAsync(Recovery.Password, ct)).Error, Is.EqualTo(SessionErrors.Ended));
    }

    [Test]
    public async Task A_session_that_ended_meanwhile_compares_nothing(CancellationToken ct)
    {
        _session.End(SessionEndReason.Revoked, _recovery.Now);

        Assert.That((await _recovery.ChangePasswordAsync(Recovery.Password, ct)).Error, Is.EqualTo(SessionErrors.Ended));
        await _recovery.Passwords.DidNotReceiveWithAnyArgs().VerifyAsync(default!, default, default);
    }

    [Test]
    public void A_password_that_is_endless_is_refused_before_it_is_compared()
    {
        var endless = new string('x', 1025);

        Assert.That(new ChangePasswordValidator(Asking.NoPolicy()).Faults(new ChangePassword(endless, "new")).Single(), Is.EqualTo("currentPassword password.too_long"));
        Assert.That(new ChangeEmailValidator().Faults(new ChangeEmail("jo@example.org", endless)).Single(), Is.EqualTo("currentPassword password.too_long"));
        Assert.That(new DeleteMeValidator().Faults(new DeleteMe(endless)).Single(), Is.EqualTo("currentPassword password.too_long"));
        Assert.That(new ReauthenticateValidator().Faults(new Reauthenticate(endless)).Single(), Is.EqualTo("password password.too_long"));
        Assert.That(new ReauthenticateValidator().Faults(new Reauthenticate("")).Single(), Is.EqualTo("password required"));
    }
}
