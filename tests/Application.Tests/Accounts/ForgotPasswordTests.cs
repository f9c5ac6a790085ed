using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class ForgotPasswordTests
{
    private readonly Recovery _recovery = new();

    [Test]
    public async Task The_request_only_defers_whoever_asks(CancellationToken ct)
    {
        Assert.That((await _recovery.ForgetAsync(" Jo@bücher.example ", ct)).Error, Is.Null);

        Assert.That(_recovery.Deferred, Is.EqualTo(new[] { new IssuePasswordReset("Jo@xn--bcher-kva.example", "192.0.2.7") }));
        Assert.That(_recovery.World.Work.Commits, Is.EqualTo(1));
    }

    [Test]
    public async Task The_owner_gets_a_link_in_their_language_and_the_one_before_is_void(CancellationToken ct)
    {
        var user = Any.User("Jo@example.org", "Jo");
        var old = Any.VerificationToken(user.Id, purpose: VerificationPurpose.ResetPassword);
        _recovery.World.With(user, old);
        await _recovery.SpeakAsync(user, "de", ct);

        Assert.That((await _recovery.IssueResetAsync("JO@example.org", ct)).Error, Is.Null);

        var (mail, token) = (_recovery.Mailed<ResetPasswordMail>(), _recovery.World.Users.Tokens[^1]);
        Assert.That(mail, Is.EqualTo(new ResetPasswordMail(
            "Jo@example.org", "Jo", "de", mail.Token, Any.Instant, "192.0.2.7", Any.Instant.AddHours(1))));
        Assert.That((token.Purpose, token.ExpiresAt), Is.EqualTo((VerificationPurpose.ResetPassword, Any.Instant.AddHours(1))));
        Assert.That(OneTimeToken.HashOf(mail.Token), Is.EqualTo(token.TokenHash));
        Assert.That(old.UsedAt, Is.EqualTo(Any.Instant));
    }

    [Test]
    public async Task A_mail_that_may_not_go_voids_no_link(CancellationToken ct)
    {
        _recovery.World.With(Any.User("jo@example.org"));
        await _recovery.IssueResetAsync("jo@example.org", ct);
        _recovery.Clock.Advance(TimeSpan.FromSeconds(59));

        await _recovery.IssueResetAsync("jo@example.org", ct);

        Assert.That(_recovery.World.Users.Tokens.Single().UsedAt, Is.Null);
        Assert.That(_recovery.Deferred, Has.Count.EqualTo(1));
        Assert.That(_recovery.World.Work.Forgets, Is.EqualTo(1), "the address is let go");
    }

    [Test]
    public async Task Nobody_gets_nothing(CancellationToken ct)
    {
        Assert.That((await _recovery.IssueResetAsync("jo@example.org", ct)).Error, Is.Null);

        Assert.That((_recovery.Deferred.Count, _recovery.World.Users.Tokens.Count, _recovery.World.Work.Forgets), Is.EqualTo((0, 0, 1)));
    }

    [TestCase(29, 1)]
    [TestCase(30, 0)]
    public async Task Somebody_deleted_gets_the_way_back_while_there_is_time(int days, int mails, CancellationToken ct)
    {
        _recovery.World.With(Any.DeletedUser("jo@example.org"));
        _recovery.Clock.Advance(TimeSpan.FromDays(days));

        await _recovery.IssueResetAsync("jo@example.org", ct);

        Assert.That(_recovery.Deferred.OfType<SendMail>().Count(static sent => sent.Message is AccountDeletedMail), Is.EqualTo(mails));
        Assert.That(_recovery.Deferred, Has.Count.EqualTo(mails));
    }

    [TestCase(null, "email required")]
    [TestCase("jo", "email email.malformed")]
    public void An_address_is_required(string? email, string fault) =>
        Assert.That(new ForgotPasswordValidator().Faults(new ForgotPassword(email)), Is.EqualTo(new[] { fault }));
}
