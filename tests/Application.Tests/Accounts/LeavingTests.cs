using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Accounts;

/// <summary>Deleting oneself, and coming back.</summary>
[CancelAfter(30_000)]
public sealed class LeavingTests
{
    private readonly Recovery _recovery = new();
    private readonly User _user = Any.User("jo@example.org", "Jo");
    private readonly Session _session;

    public LeavingTests()
    {
        _recovery.World.With(_user);
        _session = _recovery.LogIn(_user);
    }

    [Test]
    public async Task Whoever_leaves_is_gone_everywhere_and_told_how_to_come_back(CancellationToken ct)
    {
        await _recovery.SpeakAsync(_user, "de", ct);

        Assert.That((await _recovery.DeleteAsync(Recovery.Password, ct)).Error, Is.Null);

        var mail = _recovery.Mailed<AccountDeletedMail>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((_user.DeletedAt, _user.Status, _user.StatusBeforeDeletion), Is.EqualTo(((DateTimeOffset?)Any.Instant, UserStatus.Suspended, (UserStatus?)UserStatus.Active)));
            Assert.That((_session.EndReason, _recovery.Ended.Single()), Is.EqualTo(((SessionEndReason?)SessionEndReason.UserLeft, _session.Id)));
            Assert.That(mail, Is.EqualTo(new AccountDeletedMail("jo@example.org", "Jo", "de", mail.Token, Any.Instant, Any.Instant.AddDays(30))));
            Assert.That(_recovery.Events, Is.EqualTo(new[] { SecurityEventKind.AccountDeleted }));
        }
    }

    [Test]
    public async Task Of_all_links_only_the_ways_back_are_left(CancellationToken ct)
    {
        VerificationToken[] tokens = [.. Enum.GetValues<VerificationPurpose>().Select(purpose => Any.VerificationToken(_user.Id, purpose: purpose))];
        _recovery.World.With(Any.User(), tokens);
        var toOld = tokens.Single(static token => token.Purpose is VerificationPurpose.RevertEmail);

        await _recovery.DeleteAsync(Recovery.Password, ct);

        Assert.That(
            _recovery.World.Users.Tokens.Where(static token => token.UsedAt is null).Select(static token => (token.Purpose, token.TokenHash)),
            Is.EqualTo(new[] { (VerificationPurpose.RevertEmail, toOld.TokenHash), (VerificationPurpose.RestoreUser, OneTimeToken.HashOf(_recovery.Mailed<AccountDeletedMail>().Token)) }));
    }

    [TestCase(UserStatus.Active, false)]
    [TestCase(UserStatus.Suspended, true)]
    public async Task The_last_administrator_who_is_active_stays(UserStatus other, bool refused, CancellationToken ct)
    {
        var second = Any.User().With(user => user.Status, other);
        _recovery.World.With(second);
        await _recovery.World.Roles.AssignAsync(_user.Id, BuiltInRoles.Admin, ct);
        await _recovery.World.Roles.AssignAsync(second.Id, BuiltInRoles.Admin, ct);
        await _recovery.World.Work.CommitAsync(ct);

        Assert.That((await _recovery.DeleteAsync(Recovery.Password, ct)).Error, refused ? Is.EqualTo(AccessErrors.LastAdministrator) : Is.Null);
        Assert.That(_user.DeletedAt is null, Is.EqualTo(refused));
    }

    [TestCase(UserStatus.Active)]
    [TestCase(UserStatus.Suspended)]
    public async Task Whoever_comes_back_is_what_they_were(UserStatus before, CancellationToken ct)
    {
        _user.With(user => user.Status, before);
        var token = await LeaveAsync(ct);
        _recovery.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));

        Assert.That((await _recovery.RestoreAsync(token, ct)).Error, Is.Null);

        Assert.That((_user.DeletedAt, _user.Status), Is.EqualTo(((DateTimeOffset?)null, before)));
        Assert.That(_recovery.Events, Has.One.EqualTo(SecurityEventKind.AccountRestored));
        Assert.That((await _recovery.RestoreAsync(token, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid), "it works once");
    }

    [TestCase(30, "user.restore_too_late")]
    [TestCase(59, "user.restore_too_late")]
    [TestCase(60, "token.invalid")]
    public async Task Whoever_comes_too_late_is_told_so(int days, string code, CancellationToken ct)
    {
        var token = await LeaveAsync(ct);
        _recovery.Clock.Advance(TimeSpan.FromDays(days));

        Assert.That((await _recovery.RestoreAsync(token, ct)).Error?.Code, Is.EqualTo(code));
        Assert.That(_user.DeletedAt, Is.Not.Null);
    }

    [TestCase(VerificationPurpose.ResetPassword)]
    [TestCase(VerificationPurpose.VerifyEmail)]
    public async Task A_token_of_another_kind_brings_nobody_back(VerificationPurpose purpose, CancellationToken ct)
    {
        var secret = OneTimeToken.Create();
        var deleted = Any.DeletedUser();
        _recovery.World.With(deleted, Any.VerificationToken(deleted.Id, secret.Hash, purpose: purpose));

        Assert.That((await _recovery.RestoreAsync(secret.Text, ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
        Assert.That((await _recovery.RestoreAsync("nonsense", ct)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
    }

    [Test]
    public void A_token_is_required() => Assert.That(new RestoreMeValidator().Faults(new RestoreMe(" ")).Single(), Is.EqualTo("token required"));

    private async Task<string> LeaveAsync(CancellationToken ct)
    {
        // Somebody suspended has no session to ask with; staff deletes them the same way.
        _user.Delete(_recovery.Now);
        var tokens = new MailedTokens(_recovery.World.Users, new Ids(_recovery.Clock));
        await new Farewell(tokens, _recovery.World.Preferences, _recovery, Microsoft.Extensions.Options.Options.Create(_recovery.Options))
            .SayAsync(_user, _recovery.Now, ct);
        await _recovery.World.Work.CommitAsync(ct);
        return _recovery.Mailed<AccountDeletedMail>().Token;
    }
}
