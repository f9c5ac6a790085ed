using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class ResetPasswordTests
{
    private readonly Recovery _recovery = new();
    private readonly OneTimeToken _secret = OneTimeToken.Create();

    [Test]
    public async Task Sets_the_password_ends_every_session_and_tells_the_person(CancellationToken ct)
    {
        var (user, token) = Somebody(Any.User("jo@example.org", "Jo"));
        await _recovery.SpeakAsync(user, "de", ct);
        var session = _recovery.World.Sessions.Begin(Any.Session(user));

        Assert.That((await _recovery.ResetAsync(_secret.Text, ct)).Error, Is.Null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((user.PasswordHash, token.UsedAt), Is.EqualTo(("hash of new", (DateTimeOffset?)Any.Instant)));
            Assert.That((session.EndReason, _recovery.Ended.Single()), Is.EqualTo(((SessionEndReason?)SessionEndReason.PasswordChanged, session.Id)));
            Assert.That(_recovery.Mailed<PasswordChangedMail>(), Is.EqualTo(new PasswordChangedMail("jo@example.org", "Jo", "de", Any.Instant, "192.0.2.7")));
            Assert.That(_recovery.Events, Is.EqualTo(new[] { SecurityEventKind.PasswordChanged }));
        }
    }

    [Test]
    public async Task Voids_other_links_to_a_password_and_a_move_that_is_under_way_and_nothing_else(CancellationToken ct)
    {
        var (user, _) = Somebody(Any.User().With(each => each.PendingEmail, Any.Email()));
        var open = Enum.GetValues<VerificationPurpose>().ToDictionary(static purpose => purpose, purpose => Any.VerificationToken(user.Id, purpose: purpose));
        var foreign = Any.VerificationToken(purpose: VerificationPurpose.ResetPassword);
        _recovery.World.With(Any.User(), [.. open.Values, foreign]);

        await _recovery.ResetAsync(_secret.Text, ct);

        Assert.That(
            open.Where(static each => each.Value.UsedAt is not null).Select(static each => each.Key),
            Is.EquivalentTo(new[] { VerificationPurpose.ResetPassword, VerificationPurpose.ChangeEmail }));
        Assert.That((user.PendingEmail, foreign.UsedAt), Is.EqualTo(((EmailAddress?)null, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task Proves_the_address_of_somebody_pending(CancellationToken ct)
    {
        var (user, _) = Somebody(Any.PendingUser());

        await _recovery.ResetAsync(_secret.Text, ct);

        Assert.That((user.Status, user.EmailVerifiedAt), Is.EqualTo((UserStatus.Active, (DateTimeOffset?)Any.Instant)));
    }

    [Test]
    public async Task Leaves_a_suspension_as_it_is(CancellationToken ct)
    {
        var (user, _) = Somebody(Any.SuspendedUser());

        Assert.That((await _recovery.ResetAsync(_secret.Text, ct)).Error, Is.Null);

        Assert.That((user.Status, user.PasswordHash), Is.EqualTo((UserStatus.Suspended, "hash of new")));
    }

    [TestCase(VerificationPurpose.VerifyEmail, 0, false)]
    [TestCase(VerificationPurpose.RestoreUser, 0, false)]
    [TestCase(VerificationPurpose.ResetPassword, 24, false)]
    [TestCase(VerificationPurpose.ResetPassword, 0, true)]
    public async Task Refuses_a_token_of_another_kind_one_that_ran_out_and_that_of_somebody_deleted(
        VerificationPurpose purpose, int hours, bool deleted, CancellationToken ct)
    {
        var (user, _) = Somebody(deleted ? Any.DeletedUser() : Any.User(), purpose);
        _recovery.Clock.Advance(TimeSpan.FromHours(hours));

        Assert.That((await _recovery.ResetAsync(_secret.Text, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
        Assert.That((user.PasswordHash, _recovery.World.Work.Commits), Is.EqualTo((Any.PasswordHash, 0)));
        await _recovery.Passwords.DidNotReceiveWithAnyArgs().HashAsync(default!, default);
    }

    [Test]
    public async Task Works_once(CancellationToken ct)
    {
        Somebody(Any.User());
        await _recovery.ResetAsync(_secret.Text, ct);

        Assert.That((await _recovery.ResetAsync(_secret.Text, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
    }

    [Test]
    public async Task Refuses_a_password_that_says_who_the_person_is(CancellationToken ct)
    {
        Somebody(Any.User("jo@example.org", "Jo"));
        var fault = new Fault("newPassword", "password.is_personal", "No.");
        _recovery.Policy.Judge("new", "jo@example.org", "Jo", "newPassword").Returns([fault]);

        var error = (await _recovery.ResetAsync(_secret.Text, ct)).Error;

        Assert.That((error as ValidationError)?.Faults, Is.EqualTo(new[] { fault }));
        Assert.That(_recovery.World.Work.Commits, Is.Zero);
    }

    [Test]
    public async Task Is_refused_while_too_many_hash(CancellationToken ct)
    {
        Somebody(Any.User());
        _recovery.Passwords.HashAsync(default!, default).ReturnsForAnyArgs(CommonErrors.Busy);

        Assert.That((await _recovery.ResetAsync(_secret.Text, ct)).Error, Is.EqualTo(CommonErrors.Busy));
        Assert.That(_recovery.World.Work.Commits, Is.Zero);
    }

    [Test]
    public async Task Ends_no_session_when_the_race_is_lost(CancellationToken ct)
    {
        var (user, _) = Somebody(Any.User());
        _recovery.World.Sessions.Begin(Any.Session(user));
        _recovery.World.Work.Refusals.Enqueue(CommonErrors.LostRace);

        Assert.That((await _recovery.ResetAsync(_secret.Text, ct)).Error, Is.EqualTo(CommonErrors.LostRace));
        Assert.That(_recovery.Ended, Is.Empty);
    }

    [Test]
    public void A_token_and_a_password_are_required() => Assert.That(
        new ResetPasswordValidator(Asking.NoPolicy()).Faults(new ResetPassword(null, null)), Is.EquivalentTo(["token required", "newPassword required"]));

    private (User User, VerificationToken Token) Somebody(User user, VerificationPurpose purpose = VerificationPurpose.ResetPassword)
    {
        var token = Any.VerificationToken(user.Id, _secret.Hash, purpose: purpose);
        _recovery.World.With(user, token);
        return (user, token);
    }
}
