using Microsoft.Extensions.Options;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Invitations;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class RegisterUserTests
{
    private readonly FakeClock _clock = new();
    private readonly InMemoryWorld _world = new();
    private readonly IPasswords _passwords = Asking.Passwords();
    private readonly IOutbox _outbox = Substitute.For<IOutbox>();
    private readonly Caller _caller = Asking.Stranger("ar");
    private readonly IPermissions _permissions = Substitute.For<IPermissions>();
    private readonly IUserAttributeRepository _attributes = Asking.NoValues();
    private readonly IAuditLog _audit = Substitute.For<IAuditLog>();
    private readonly AccountsOptions _options = new() { EmailTokenLifetimeSeconds = 3600 };

    [Test]
    public async Task Somebody_new_is_pending_speaks_the_language_that_they_asked_in_and_agreed_to_the_terms(CancellationToken ct)
    {
        var answer = await RegisterAsync("Jo@Example.org", ct);

        var user = _world.Users.All.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((user.Email.Value, user.Name, user.PasswordHash), Is.EqualTo(("Jo@Example.org", "Jo Doe", "hash of secret")));
            Assert.That(user.IsPending, Is.True);
            Assert.That(_world.Preferences.Languages[user.Id], Is.EqualTo("ar"));
            Assert.That(_world.Users.Acceptances.Single().UserId, Is.EqualTo(user.Id));
            Assert.That(answer.Value, Is.EqualTo(new RegistrationDto(UserStatus.PendingVerification, "Jo@Example.org", FakeClock.Start, "v1.0")));
        }
    }

    [Test]
    public async Task Somebody_new_gets_the_secret_of_the_token_by_mail(CancellationToken ct)
    {
        await RegisterAsync("jo@example.org", ct);

        var (user, token, mail) = (_world.Users.All.Single(), _world.Users.Tokens.Single(), Mailed<VerifyEmailMail>());
        Assert.That((token.UserId, token.ExpiresAt), Is.EqualTo((user.Id, FakeClock.Start.AddHours(1))));
        Assert.That(OneTimeToken.HashOf(mail.Token), Is.EqualTo(token.TokenHash));
        Assert.That(
            mail,
            Is.EqualTo(new VerifyEmailMail("jo@example.org", "Jo Doe", "ar", mail.Token, FakeClock.Start, "192.0.2.7", FakeClock.Start.AddHours(1))));
    }

    [Test]
    public async Task A_second_registration_replaces_a_pending_one_and_its_token(CancellationToken ct)
    {
        await RegisterAsync("jo@example.org", ct);
        var (id, first) = (_world.Users.All.Single().Id, _world.Users.Tokens.Single());
        _clock.Advance(TimeSpan.FromMinutes(5));
        _outbox.ClearReceivedCalls();

        var answer = await RegisterAsync("JO@example.org", ct, password: "other", name: "Joanna");

        var user = _world.Users.All.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((user.Id, user.Email.Value, user.Name, user.PasswordHash), Is.EqualTo((id, "JO@example.org", "Joanna", "hash of other")));
            Assert.That(first.UsedAt, Is.EqualTo(_clock.GetUtcNow()), "the older link is worth nothing any more");
            Assert.That(_world.Users.Tokens[^1].TokenHash, Is.EqualTo(OneTimeToken.HashOf(Mailed<VerifyEmailMail>().Token)));
            Assert.That(_world.Users.Acceptances.Single().AcceptedAt, Is.EqualTo(_clock.GetUtcNow()));
            Assert.That(answer.Value, Is.EqualTo(new RegistrationDto(UserStatus.PendingVerification, "JO@example.org", _clock.GetUtcNow(), "v1.0")));
        }
    }

    [Test]
    public async Task A_registration_that_may_not_be_mailed_replaces_and_voids_all_the_same(CancellationToken ct)
    {
        await RegisterAsync("jo@example.org", ct);
        var first = _world.Users.Tokens.Single();
        _clock.Advance(TimeSpan.FromSeconds(59));
        _outbox.ClearReceivedCalls();

        var answer = await RegisterAsync("jo@example.org", ct, password: "other");

        Assert.That((answer.Value.Status, first.UsedAt), Is.EqualTo((UserStatus.PendingVerification, (DateTimeOffset?)_clock.GetUtcNow())));
        Assert.That(_world.Users.All.Single().PasswordHash, Is.EqualTo("hash of other"));
        Assert.That(_world.Users.Tokens, Has.Count.EqualTo(1));
        _outbox.ReceivedWithAnyArgs(1).Defer(default!);
        _outbox.Received(1).Defer(new IssueVerification("jo@example.org"), _clock.GetUtcNow().AddMinutes(1));
    }

    [Test]
    public async Task The_owner_of_an_address_is_told_once_a_minute(CancellationToken ct)
    {
        _world.With(Any.User("jo@example.org"));
        await RegisterAsync("jo@example.org", ct);
        _outbox.ClearReceivedCalls();

        await RegisterAsync("jo@example.org", ct);

        _outbox.DidNotReceiveWithAnyArgs().Defer(Arg.Any<SendMail>());
    }

    [Test]
    public async Task An_address_that_has_an_account_gets_the_same_answer_and_its_owner_a_mail(CancellationToken ct)
    {
        var owner = Any.User("Owner@example.org", "The Owner");
        _world.With(owner);

        var answer = await RegisterAsync("owner@EXAMPLE.org", ct);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Value, Is.EqualTo(new RegistrationDto(UserStatus.PendingVerification, "owner@EXAMPLE.org", FakeClock.Start, "v1.0")));
            Assert.That(Mailed<AlreadyRegisteredMail>(), Is.EqualTo(new AlreadyRegisteredMail("Owner@example.org", "The Owner", "en", FakeClock.Start, "192.0.2.7")), "in their language, whoever asks");
            Assert.That((owner.Name, owner.PasswordHash), Is.EqualTo(("The Owner", Any.PasswordHash)));
            Assert.That(_world.Users.Tokens, Is.Empty);
        }
    }

    [Test]
    public async Task The_address_of_somebody_deleted_is_not_given_away(CancellationToken ct)
    {
        var deleted = Any.PendingUser("jo@example.org").With(user => user.DeletedAt, Any.Instant);
        _world.With(deleted);

        await RegisterAsync("jo@example.org", ct);

        Assert.That(deleted.PasswordHash, Is.EqualTo(Any.PasswordHash));
        Assert.That(Mailed<AlreadyRegisteredMail>().To, Is.EqualTo("jo@example.org"));
    }

    [Test]
    public async Task Hashes_once_whether_or_not_the_address_is_known([Values] bool known, CancellationToken ct)
    {
        if (known)
        {
            _world.With(Any.User("jo@example.org"));
        }

        await RegisterAsync("jo@example.org", ct);

        await _passwords.Received(1).HashAsync("secret", ct);
    }

    [TestCase(RegistrationMode.Invitation, "registration.invitation_required")]
    [TestCase(RegistrationMode.Closed, "registration.closed")]
    public async Task Is_refused_where_not_everybody_is_let_in(RegistrationMode mode, string code, CancellationToken ct)
    {
        _options.Registration = mode;

        Assert.That((await RegisterAsync("jo@example.org", ct)).Error!.Code, Is.EqualTo(code));
        await _passwords.DidNotReceiveWithAnyArgs().HashAsync(default!, default);
    }

    [Test]
    public async Task Is_refused_while_too_many_hash_and_locks_nothing(CancellationToken ct)
    {
        _passwords.HashAsync(default!, default).ReturnsForAnyArgs(CommonErrors.Busy);

        Assert.That((await RegisterAsync("jo@example.org", ct)).Error, Is.EqualTo(CommonErrors.Busy));
        Assert.That(_world.Work.Commits, Is.Zero);
    }

    [Test]
    public async Task Begins_again_when_the_address_was_taken_by_another_way(CancellationToken ct)
    {
        _world.Work.Refusals.Enqueue(UserErrors.EmailTaken);
        _world.Work.Refusals.Enqueue(UserErrors.ExternalIdTaken);

        Assert.That((await RegisterAsync("jo@example.org", ct)).Error, Is.EqualTo(CommonErrors.LostRace));
        Assert.That((await RegisterAsync("jo@example.org", ct)).Error, Is.EqualTo(UserErrors.ExternalIdTaken), "any other refusal is told");
    }

    [Test]
    public async Task Begins_again_when_the_address_is_found_to_be_taken_as_the_person_is_saved(CancellationToken ct)
    {
        var refusal = UserErrors.EmailTaken;
        _world.Work.ReactionAsync = (_, _) => Task.FromResult<Error?>(refusal);

        Assert.That((await RegisterAsync("jo@example.org", ct)).Error, Is.EqualTo(CommonErrors.LostRace));
        refusal = UserErrors.ExternalIdTaken;
        Assert.That((await RegisterAsync("jo@example.org", ct)).Error, Is.EqualTo(refusal), "any other refusal is told");
    }

    private Task<Result<RegistrationDto>> RegisterAsync(string email, CancellationToken ct, string password = "secret", string name = "Jo Doe", string? token = null)
    {
        var (ids, options) = (new Ids(_clock), Options.Create(_options));
        var verifications = new Verifications(new MailedTokens(_world.Users, ids), _outbox, _caller, options);
        var acceptance = new Acceptance(_world.Invitations, _world.Users, new InvitedRoles(_world.Roles, _permissions), Asking.Carried(_permissions), Asking.Attributes(_attributes), _audit);
        var handler = new RegisterUserHandler(
            _world.Users, _world.Preferences, _passwords, _world.MailLimits, verifications, acceptance, _world.Invitations, _attributes, Asking.Initial(_attributes, _audit), _outbox, _world.Work, _caller, ids, _clock, options);
        return handler.Handle(new RegisterUser(email, password, name, AcceptTerms: true, InvitationToken: token), ct);
    }

    private TMail Mailed<TMail>()
        where TMail : MailMessage
    {
        var deferred = _outbox.ReceivedCalls().Select(static call => call.GetArguments()[0]).Cast<SendMail>().ToList();
        return (TMail)deferred.Single().Message;
    }
}
