using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Invitations;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Invitations;

/// <summary>The mail of an invitation, or what its addressee is told instead.</summary>
[CancelAfter(30_000)]
public sealed class IssueInvitationTests
{
    private readonly FakeClock _clock = new();
    private readonly InMemoryWorld _world = new();
    private readonly IOutbox _outbox = Substitute.For<IOutbox>();
    private readonly User _inviter = Any.User(name: "Ann Example");

    [Test]
    public async Task Brings_a_new_secret_in_the_language_of_the_inviter(CancellationToken ct)
    {
        var invitation = Invite("bea@example.org");
        var before = invitation.TokenHash;

        await IssueAsync(invitation, ct);

        var mail = Mailed<InvitationMail>();
        Assert.That(mail, Is.EqualTo(new InvitationMail(
            "bea@example.org", Name: null, "ar", "Ann Example", Message: null, mail.Token, FakeClock.Start, FakeClock.Start.AddDays(7))));
        Assert.That(invitation.TokenHash, Is.EqualTo(OneTimeToken.HashOf(mail.Token)).And.Not.EqualTo(before));
    }

    [Test]
    public async Task Somebody_who_only_began_to_sign_up_is_invited_like_anybody(CancellationToken ct)
    {
        _world.With(Any.PendingUser("bea@example.org"));

        await IssueAsync(Invite("bea@example.org"), ct);

        Assert.That(Mailed<InvitationMail>().To, Is.EqualTo("bea@example.org"));
    }

    [Test]
    public async Task The_owner_of_an_account_is_told_in_their_language_and_the_secret_stays(CancellationToken ct)
    {
        _world.With(Any.User("Bea@example.org", "Bea"));
        var invitation = Invite("bea@example.org");
        var before = invitation.TokenHash;

        await IssueAsync(invitation, ct);

        Assert.That(Mailed<InvitedMemberMail>(), Is.EqualTo(new InvitedMemberMail("Bea@example.org", "Bea", "en", "Ann Example", FakeClock.Start)));
        Assert.That(invitation.TokenHash, Is.EqualTo(before));
    }

    [Test]
    public async Task A_mailbox_that_got_one_a_moment_ago_gets_none_and_the_secret_before_stays_good(CancellationToken ct)
    {
        var invitation = Invite("bea@example.org");
        await IssueAsync(invitation, ct);
        var before = invitation.TokenHash;
        _outbox.ClearReceivedCalls();

        Assert.That((await IssueAsync(invitation, ct)).Error, Is.Null);

        Assert.That(invitation.TokenHash, Is.EqualTo(before));
        _outbox.DidNotReceiveWithAnyArgs().Defer(default!);
    }

    [TestCase("revoked")]
    [TestCase("open link")]
    [TestCase("inviter suspended")]
    [TestCase("gone")]
    public async Task Nothing_goes_where_nothing_is_to_be_mailed(string why, CancellationToken ct)
    {
        var invitation = why == "open link" ? Any.Invitation(_inviter.Id) : Any.Invitation(_inviter.Id, "bea@example.org");
        if (why != "gone")
        {
            _world.With(invitation);
        }

        _world.With(why == "inviter suspended" ? _inviter.With(user => user.Status, UserStatus.Suspended) : _inviter);
        if (why == "revoked")
        {
            invitation.Revoke(FakeClock.Start);
        }

        Assert.That((await IssueAsync(invitation, ct)).Error, Is.Null);
        _outbox.DidNotReceiveWithAnyArgs().Defer(default!);
        Assert.That(_world.Work.Commits, Is.Zero);
    }

    private Invitation Invite(string email)
    {
        var invitation = Any.Invitation(_inviter.Id, email);
        _world.With(_inviter).With(invitation);
        return invitation;
    }

    private Task<Result> IssueAsync(Invitation invitation, CancellationToken ct) => new IssueInvitationHandler(
        _world.Invitations, _world.Users, _world.Preferences, _world.MailLimits, _outbox, _world.Work, _clock)
        .Handle(new IssueInvitation(invitation.Id.Value, "ar"), ct);

    private TMail Mailed<TMail>()
        where TMail : MailMessage => (TMail)((SendMail)_outbox.ReceivedCalls().Single().GetArguments()[0]!).Message;
}
