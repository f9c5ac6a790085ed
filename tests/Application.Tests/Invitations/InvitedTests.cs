using Microsoft.Extensions.Options;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Invitations;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Invitations;

/// <summary>Signing up with an invitation.</summary>
[CancelAfter(30_000)]
public sealed class InvitedTests
{
    private const string Token = "a secret";

    private readonly FakeClock _clock = new();
    private readonly InMemoryWorld _world = new();
    private readonly IPasswords _passwords = Asking.Passwords();
    private readonly IOutbox _outbox = Substitute.For<IOutbox>();
    private readonly IUserAttributeRepository _attributes = Asking.NoValues();
    private readonly IAuditLog _audit = Substitute.For<IAuditLog>();
    private readonly IPermissions _permissions = Substitute.For<IPermissions>();
    private readonly User _inviter = Any.User();

    public InvitedTests()
    {
        _world.With(_inviter);
        Hold(Permissions.InvitationsCreate);
    }

    [Test]
    public async Task By_mail_makes_somebody_active_and_mails_nothing(CancellationToken ct)
    {
        var invitation = Invite("bea@example.org");

        var answer = await RegisterAsync("bea@example.org", ct);

        var invited = _world.Users.All.Single(user => user.Id != _inviter.Id);
        Assert.That((answer.Value.Status, invited.Status, invited.EmailVerifiedAt), Is.EqualTo((UserStatus.Active, UserStatus.Active, (DateTimeOffset?)FakeClock.Start)));
        Assert.That((invitation.UsedCount, _world.Invitations.Uses.Single()), Is.EqualTo((1, (invitation.Id, (UserId?)invited.Id))));
        _attributes.Received(1).Add(Arg.Is<UserAttribute>(each =>
            each.UserId == invited.Id && each.Key == "invited_by_user_id" && each.Value == $"\"{_inviter.Id.Value}\""));
        _outbox.DidNotReceiveWithAnyArgs().Defer(Arg.Any<SendMail>());
        _audit.DidNotReceiveWithAnyArgs().Record(default!);
    }

    [Test]
    public async Task From_somebody_who_may_not_invite_any_more_it_is_worth_nothing([Values] bool byMail, CancellationToken ct)
    {
        Invite(byMail ? "bea@example.org" : null);
        Hold(Permissions.RolesAssign);

        Assert.That((await RegisterAsync("bea@example.org", ct)).Error, Is.EqualTo(InvitationErrors.Invalid));
        Assert.That(_world.Users.All, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task By_mail_completes_a_registration_that_waits_for_its_proof(CancellationToken ct)
    {
        var pending = Any.PendingUser("bea@example.org");
        var waiting = Any.VerificationToken(pending.Id);
        _world.With(pending, waiting);
        Invite("bea@example.org");

        await RegisterAsync("bea@example.org", ct);

        Assert.That((pending.Status, pending.PasswordHash, waiting.UsedAt), Is.EqualTo((UserStatus.Active, "hash of secret", (DateTimeOffset?)FakeClock.Start)));
    }

    [Test]
    public async Task By_mail_an_address_that_has_an_account_spends_nothing_and_its_owner_is_told([Values] bool mayMail, CancellationToken ct)
    {
        _world.With(Any.User("bea@example.org", "Bea"));
        var invitation = Invite("bea@example.org");
        if (!mayMail)
        {
            await RegisterAsync("bea@example.org", ct);
            _outbox.ClearReceivedCalls();
        }

        var answer = await RegisterAsync("bea@example.org", ct);

        Assert.That((answer.Value.Status, invitation.UsedCount, _world.Invitations.Uses.Count), Is.EqualTo((UserStatus.Active, 0, 0)));
        Assert.That((_world.Users.All.Count, _world.Work.Undone), Is.EqualTo((2, mayMail ? 1 : 2)), "somebody was signed up and undone");
        _attributes.DidNotReceive().Add(Arg.Is<UserAttribute>(each => _world.Users.All.Any(user => user.Id == each.UserId)));
        Assert.That(_outbox.ReceivedCalls().Single().GetArguments()[0], mayMail ? Is.TypeOf<SendMail>() : Is.TypeOf<IssueVerification>());
    }

    [Test]
    public async Task By_an_open_link_each_address_uses_it_once_with_an_account_or_without(CancellationToken ct)
    {
        _world.With(Any.User("known@example.org"));
        var invitation = Invite(email: null, maxUses: 2);
        foreach (var email in (string[])["known@example.org", "KNOWN@example.org", "new@example.org", "new@example.org"])
        {
            Assert.That((await RegisterAsync(email, ct)).Value.Status, Is.EqualTo(UserStatus.PendingVerification));
        }

        Assert.That(invitation.UsedCount, Is.EqualTo(2));
        Assert.That(_world.Invitations.Uses.Select(static use => use.User is null), Is.EqualTo([true, false]));
        Assert.That((await RegisterAsync("third@example.org", ct)).Error, Is.EqualTo(InvitationErrors.Invalid));
    }

    [TestCase("revoked")]
    [TestCase("expired")]
    public async Task An_address_that_used_it_before_cannot_use_it_after_its_end(string end, CancellationToken ct)
    {
        var invitation = Invite(email: null);
        await RegisterAsync("bea@example.org", ct);
        if (end == "revoked")
        {
            invitation.With(each => each.RevokedAt, FakeClock.Start);
        }
        else
        {
            _clock.Advance(TimeSpan.FromDays(7));
        }

        Assert.That((await RegisterAsync("bea@example.org", ct)).Error, Is.EqualTo(InvitationErrors.Invalid));
    }

    [Test]
    public async Task Gives_its_roles_and_leaves_a_record(CancellationToken ct)
    {
        Hold(Permissions.Everything);
        Invite(email: null, roles: InMemoryRoles.IdOf(BuiltInRoles.Support));

        await RegisterAsync("bea@example.org", ct);

        var invited = _world.Users.All.Single(user => user.Id != _inviter.Id);
        Assert.That(await _world.Roles.HasRoleAsync(invited.Id, BuiltInRoles.Support, ct), Is.True);
        _audit.Received(1).Record(Arg.Is<AuditEntry>(entry => entry.Action == "invitation.accept" && entry.Target == $"user:{invited.Id.Value}"));
    }

    [TestCase("roles:assign")]
    [TestCase("users:read sessions:read sessions:end attributes:read profiles:read invitations:read")]
    public async Task Is_worth_nothing_where_its_sender_could_not_give_the_roles_today(string held, CancellationToken ct)
    {
        Hold([Permissions.InvitationsCreate, .. held.Split(' ')]);
        var invitation = Invite(email: null, roles: InMemoryRoles.IdOf(BuiltInRoles.Support));

        Assert.That((await RegisterAsync("bea@example.org", ct)).Error, Is.EqualTo(InvitationErrors.Invalid));
        Assert.That((invitation.UsedCount, _world.Work.Commits, _world.Work.Forgets), Is.EqualTo((0, 0, 1)));
    }

    [Test]
    public async Task Is_worth_nothing_while_its_sender_is_kept_out(CancellationToken ct)
    {
        Invite(email: null);
        _inviter.With(user => user.Status, UserStatus.Suspended);

        Assert.That((await RegisterAsync("bea@example.org", ct)).Error, Is.EqualTo(InvitationErrors.Invalid));
    }

    [Test]
    public async Task Nothing_is_hashed_for_a_secret_that_is_worth_nothing(CancellationToken ct)
    {
        Invite("bea@example.org");

        Assert.That((await RegisterAsync("cid@example.org", ct)).Error, Is.EqualTo(InvitationErrors.Invalid), "for somebody else");
        Assert.That((await RegisterAsync("bea@example.org", ct, "another")).Error, Is.EqualTo(InvitationErrors.Invalid));
        await _passwords.DidNotReceiveWithAnyArgs().HashAsync(default!, default);
    }

    [Test]
    public async Task Lets_somebody_in_where_an_invitation_is_asked_for(CancellationToken ct)
    {
        Invite(email: null);

        Assert.That((await RegisterAsync("bea@example.org", ct, mode: RegistrationMode.Invitation)).Error, Is.Null);
        Assert.That((await RegisterAsync("cid@example.org", ct, mode: RegistrationMode.Closed)).Error, Is.EqualTo(AccountErrors.RegistrationClosed));
    }

    private void Hold(params string[] permissions) =>
        _permissions.OfAsync(_inviter.Id, Arg.Any<CancellationToken>()).Returns(new PermissionSet(permissions));

    private Invitation Invite(string? email, int maxUses = 1, params RoleId[] roles)
    {
        var invitation = Any.Invitation(_inviter.Id, email, maxUses, OneTimeToken.HashOf(Token), roles: roles);
        _world.With(invitation);
        return invitation;
    }

    private Task<Result<RegistrationDto>> RegisterAsync(
        string email, CancellationToken ct, string token = Token, RegistrationMode mode = RegistrationMode.Open)
    {
        var (ids, options, caller) = (new Ids(_clock), Options.Create(new AccountsOptions { Registration = mode }), Asking.Stranger());
        var verifications = new Verifications(new MailedTokens(_world.Users, ids), _outbox, caller, options);
        var acceptance = new Acceptance(_world.Invitations, _world.Users, new InvitedRoles(_world.Roles, _permissions), Asking.Carried(_permissions), Asking.Attributes(_attributes), _audit);
        return new RegisterUserHandler(
            _world.Users, _world.Preferences, _passwords, _world.MailLimits, verifications, acceptance, _world.Invitations, _attributes, Asking.Initial(_attributes, _audit), _outbox, _world.Work, caller,
            ids, _clock, options).Handle(new RegisterUser(email, "secret", "Bea", AcceptTerms: true, InvitationToken: token), ct);
    }
}
