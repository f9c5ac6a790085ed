using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class ChangeEmailTests
{
    private static readonly EmailAddress New = EmailAddress.Parse("new@example.org");

    private readonly Recovery _recovery = new();
    private readonly User _user = Any.User("old@example.org", "Jo");
    private readonly Session _session;

    public ChangeEmailTests()
    {
        _recovery.World.With(_user);
        _session = _recovery.LogIn(_user);
    }

    [Test]
    public async Task A_wish_waits_for_its_proof(CancellationToken ct)
    {
        Assert.That((await _recovery.ChangeEmailAsync("new@example.org", ct)).Error, Is.Null);

        Assert.That((_user.Email.Value, _user.PendingEmail?.Value), Is.EqualTo(("old@example.org", "new@example.org")));
        Assert.That(_recovery.Deferred, Is.EqualTo(new[] { new IssueEmailChange(_user.Id.Value, "new@example.org") }));
        Assert.That((await _recovery.World.Reader.FindMeAsync(_user.Id, "v1.0", null, ct))?.PendingEmail, Is.EqualTo("new@example.org"));
    }

    [Test]
    public async Task The_address_that_they_have_is_accepted_mails_nobody_and_takes_a_wish_back(CancellationToken ct)
    {
        await _recovery.ChangeEmailAsync("new@example.org", ct);
        _recovery.Deferred.Clear();

        Assert.That((await _recovery.ChangeEmailAsync("old@example.org", ct)).Error, Is.Null);

        Assert.That((_user.PendingEmail, _recovery.Deferred.Count), Is.EqualTo(((EmailAddress?)null, 0)));
    }

    [Test]
    public async Task The_new_address_gets_the_proof_in_the_language_of_the_person(CancellationToken ct)
    {
        await _recovery.SpeakAsync(_user, "de", ct);

        await WishAsync("new@example.org", ct);

        var mail = _recovery.Mailed<ConfirmEmailMail>();
        Assert.That(mail, Is.EqualTo(new ConfirmEmailMail("new@example.org", "Jo", "de", mail.Token, Any.Instant, Any.Instant.AddDays(1))));
        var token = _recovery.World.Users.Tokens.Single();
        Assert.That((token.Purpose, token.Payload), Is.EqualTo((VerificationPurpose.ChangeEmail, "new@example.org")));
    }

    [Test]
    public async Task A_mail_that_may_not_go_voids_no_proof(CancellationToken ct)
    {
        await WishAsync("new@example.org", ct);
        await _recovery.IssueEmailChangeAsync(new IssueEmailChange(_user.Id.Value, "new@example.org"), ct);

        Assert.That(_recovery.World.Users.Tokens.Single().UsedAt, Is.Null);
        Assert.That((await _recovery.VerifyAsync(_recovery.Mailed<ConfirmEmailMail>().Token, ct)).Error, Is.Null);
    }

    [Test]
    public async Task An_older_wish_and_that_of_somebody_gone_mail_nobody(CancellationToken ct)
    {
        await _recovery.ChangeEmailAsync("new@example.org", ct);
        _recovery.Deferred.Clear();

        await _recovery.IssueEmailChangeAsync(new IssueEmailChange(_user.Id.Value, "older@example.org"), ct);
        _user.With(user => user.DeletedAt, Any.Instant);
        await _recovery.IssueEmailChangeAsync(new IssueEmailChange(_user.Id.Value, "new@example.org"), ct);

        Assert.That(_recovery.Deferred, Is.Empty);
    }

    [Test]
    public async Task The_owner_of_a_taken_address_is_told_in_their_language_and_no_proof_is_made(CancellationToken ct)
    {
        var owner = Any.User("new@example.org", "Owner");
        _recovery.World.With(owner);
        await _recovery.SpeakAsync(owner, "de", ct);

        Assert.That((await WishAsync("New@example.org", ct)).Error, Is.Null);

        Assert.That(_recovery.Mailed<AlreadyRegisteredMail>(), Is.EqualTo(new AlreadyRegisteredMail("new@example.org", "Owner", "de", Any.Instant, null)));
        Assert.That(_recovery.World.Users.Tokens, Is.Empty);
    }

    [Test]
    public async Task The_proof_moves_the_account_tells_the_old_address_and_ends_the_other_sessions(CancellationToken ct)
    {
        var other = _recovery.World.Sessions.Begin(Any.Session(_user));
        var reset = Any.VerificationToken(_user.Id, purpose: VerificationPurpose.ResetPassword);
        _recovery.World.With(Any.User(), reset);
        await _recovery.SpeakAsync(_user, "de", ct);
        await WishAsync("new@example.org", ct);

        Assert.That((await _recovery.VerifyAsync(_recovery.Mailed<ConfirmEmailMail>().Token, ct)).Error, Is.Null);

        var mail = _recovery.Mailed<EmailChangedMail>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((_user.Email, _user.PendingEmail), Is.EqualTo((New, (EmailAddress?)null)));
            Assert.That(mail, Is.EqualTo(new EmailChangedMail("old@example.org", "Jo", "de", mail.Token, Any.Instant, Any.Instant.AddHours(72))));
            Assert.That((_session.EndedAt, other.EndReason), Is.EqualTo(((DateTimeOffset?)null, (SessionEndReason?)SessionEndReason.EmailChanged)));
            Assert.That(reset.UsedAt, Is.EqualTo(Any.Instant), "it lies in the old mailbox");
            Assert.That(_recovery.Events, Is.EqualTo(new[] { SecurityEventKind.EmailChanged }));
        }
    }

    [Test]
    public async Task A_proof_for_another_address_than_the_one_wished_for_is_worth_nothing(CancellationToken ct)
    {
        await WishAsync("new@example.org", ct);
        var older = _recovery.Mailed<ConfirmEmailMail>().Token;
        _user.RequestEmail(EmailAddress.Parse("newest@example.org"));

        Assert.That((await _recovery.VerifyAsync(older, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
        Assert.That(_user.Email.Value, Is.EqualTo("old@example.org"));
    }

    [TestCase(VerificationPurpose.ChangeEmail)]
    [TestCase(VerificationPurpose.RevertEmail)]
    public async Task An_address_that_was_taken_since_is_told_like_a_spent_link(VerificationPurpose purpose, CancellationToken ct)
    {
        var secret = OneTimeToken.Create();
        _user.RequestEmail(New);
        _recovery.World.With(Any.User(), Any.VerificationToken(_user.Id, secret.Hash, purpose: purpose, payload: "new@example.org"));
        _recovery.World.Work.Refusals.Enqueue(UserErrors.EmailTaken);

        Assert.That((await _recovery.VerifyAsync(secret.Text, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
        Assert.That((_recovery.Ended.Count, _recovery.World.Work.Commits), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Whoever_moves_an_account_twice_does_not_cut_its_owner_off(CancellationToken ct)
    {
        var toOld = await MoveAsync("b@example.org", ct);
        _recovery.Clock.Advance(TimeSpan.FromMinutes(1));
        var toB = await MoveAsync("c@example.org", ct);
        await _recovery.IssueResetAsync("c@example.org", ct);
        var reset = _recovery.Mailed<ResetPasswordMail>().Token;

        Assert.That((await _recovery.VerifyAsync(toOld, ct)).Error, Is.Null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_user.Email.Value, Is.EqualTo("old@example.org"));
            Assert.That(_session.EndReason, Is.EqualTo(SessionEndReason.EmailChanged), "every session ends");
            Assert.That(_recovery.Events.Last(), Is.EqualTo(SecurityEventKind.EmailReverted));
            Assert.That((await _recovery.VerifyAsync(toB, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid), "it leads to whoever moved it");
            Assert.That((await _recovery.ResetAsync(reset, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
            Assert.That((await _recovery.VerifyAsync(toOld, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid), "it works once");
        }
    }

    [Test]
    public async Task The_last_change_can_be_taken_back_without_the_ones_before(CancellationToken ct)
    {
        var toOld = await MoveAsync("b@example.org", ct);
        _recovery.Clock.Advance(TimeSpan.FromMinutes(1));
        var toB = await MoveAsync("c@example.org", ct);

        Assert.That((await _recovery.VerifyAsync(toB, ct)).Error, Is.Null);
        Assert.That(_user.Email.Value, Is.EqualTo("b@example.org"));
        Assert.That((await _recovery.VerifyAsync(toOld, ct)).Error, Is.Null);
        Assert.That(_user.Email.Value, Is.EqualTo("old@example.org"));
    }

    [Test]
    public async Task Whoever_moves_an_account_and_deletes_it_does_not_cut_its_owner_off(CancellationToken ct)
    {
        var toOld = await MoveAsync("b@example.org", ct);
        Assert.That((await _recovery.DeleteAsync(Recovery.Password, ct)).Error, Is.Null);
        var restoreByB = _recovery.Mailed<AccountDeletedMail>().Token;

        Assert.That((await _recovery.VerifyAsync(toOld, ct)).Error, Is.Null);

        var farewell = _recovery.Mailed<AccountDeletedMail>();
        Assert.That((_user.Email.Value, farewell.To), Is.EqualTo(("old@example.org", "old@example.org")));
        Assert.That((await _recovery.RestoreAsync(restoreByB, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
        Assert.That((await _recovery.RestoreAsync(farewell.Token, ct)).Error, Is.Null);
        Assert.That(_user.DeletedAt, Is.Null);
    }

    [Test]
    public async Task Whoever_moved_an_account_has_no_password_to_it_once_that_is_taken_back(CancellationToken ct)
    {
        var toOld = await MoveAsync("b@example.org", ct);

        Assert.That((await _recovery.VerifyAsync(toOld, ct)).Error, Is.Null);

        Assert.That(_user.PasswordHash, Is.Null);
        await _recovery.IssueResetAsync("old@example.org", ct);
        Assert.That((await _recovery.ResetAsync(_recovery.Mailed<ResetPasswordMail>().Token, ct)).Error, Is.Null);
        Assert.That(_user.PasswordHash, Is.Not.Null);
    }

    [Test]
    public async Task A_move_can_be_taken_back_after_a_deletion_and_a_return(CancellationToken ct)
    {
        var toOld = await MoveAsync("b@example.org", ct);
        await _recovery.DeleteAsync(Recovery.Password, ct);
        await _recovery.RestoreAsync(_recovery.Mailed<AccountDeletedMail>().Token, ct);

        Assert.That((await _recovery.VerifyAsync(toOld, ct)).Error, Is.Null);

        Assert.That(_user.Email.Value, Is.EqualTo("old@example.org"));
        Assert.That(_recovery.Deferred.OfType<SendMail>().Select(static sent => sent.Message), Has.None.InstanceOf<AccountDeletedMail>());
    }

    private async Task<string> MoveAsync(string email, CancellationToken ct)
    {
        await WishAsync(email, ct);
        Assert.That((await _recovery.VerifyAsync(_recovery.Mailed<ConfirmEmailMail>().Token, ct)).Error, Is.Null);
        return _recovery.Mailed<EmailChangedMail>().Token;
    }

    private async Task<Result> WishAsync(string email, CancellationToken ct)
    {
        await _recovery.ChangeEmailAsync(email, ct);
        var issue = _recovery.Deferred.OfType<IssueEmailChange>().Single();
        _recovery.Deferred.Remove(issue);
        return await _recovery.IssueEmailChangeAsync(issue, ct);
    }
}
