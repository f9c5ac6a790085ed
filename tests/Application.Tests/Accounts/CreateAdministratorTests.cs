using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class CreateAdministratorTests
{
    private static readonly CreateAdministrator Request = new("root@example.org", "secret", "Root");
    private readonly InMemoryWorld _world = new();
    private readonly IPasswords _passwords = Asking.Passwords();

    [Test]
    public async Task Makes_somebody_active_who_may_do_everything(CancellationToken ct)
    {
        Assert.That((await CreateAsync(ct)).Value, Is.EqualTo(AdministratorOutcome.Created));

        var admin = _world.Users.All.Single();
        Assert.That((admin.Email.Value, admin.Name, admin.PasswordHash, admin.Status), Is.EqualTo(("root@example.org", "Root", "hash of secret", UserStatus.Active)));
        Assert.That(await _world.Roles.HasRoleAsync(admin.Id, BuiltInRoles.Admin, ct), Is.True);
    }

    [Test]
    public async Task Repeating_it_changes_nothing_and_costs_no_hash(CancellationToken ct)
    {
        await CreateAsync(ct);
        _passwords.ClearReceivedCalls();

        Assert.That((await CreateAsync(ct)).Value, Is.EqualTo(AdministratorOutcome.AlreadyAdministrator));
        Assert.That(_world.Users.All, Has.Count.EqualTo(1));
        await _passwords.DidNotReceiveWithAnyArgs().HashAsync(default!, default);
    }

    [Test]
    public async Task Never_promotes_somebody_who_is_there(CancellationToken ct)
    {
        var user = Any.User("ROOT@example.org");
        _world.With(user);

        Assert.That((await CreateAsync(ct)).Value, Is.EqualTo(AdministratorOutcome.NotPromoted));
        Assert.That(await _world.Roles.HasRoleAsync(user.Id, BuiltInRoles.Admin, ct), Is.False);
        Assert.That(user.PasswordHash, Is.EqualTo(Any.PasswordHash));
    }

    [Test]
    public async Task Holds_the_address_after_the_hash_and_not_before(CancellationToken ct)
    {
        var held = -1;
        _passwords.HashAsync(default!, default).ReturnsForAnyArgs(_ =>
        {
            held = _world.Users.Holds;
            return (Result<string>)"hash";
        });

        await CreateAsync(ct);

        Assert.That(held, Is.Zero, "no connection waits for a hash");
        Assert.That(_world.Users.Holds, Is.EqualTo(1));
        Assert.That(_world.Work.Forgets, Is.Zero, "kept until the commit");
    }

    [Test]
    public async Task The_address_of_somebody_deleted_stays_taken(CancellationToken ct)
    {
        _world.With(Any.DeletedUser("root@example.org"));

        Assert.That((await CreateAsync(ct)).Value, Is.EqualTo(AdministratorOutcome.NotPromoted));
        Assert.That(_world.Work.Forgets, Is.EqualTo(1), "let go again");
    }

    [Test]
    public async Task Somebody_who_was_made_meanwhile_is_found(CancellationToken ct)
    {
        _passwords.HashAsync(default!, default).ReturnsForAnyArgs(_ =>
        {
            _world.With(Any.User("root@example.org"));
            return (Result<string>)"hash";
        });

        Assert.That((await CreateAsync(ct)).Value, Is.EqualTo(AdministratorOutcome.NotPromoted));
        Assert.That(_world.Users.All, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Is_refused_while_too_many_hash(CancellationToken ct)
    {
        _passwords.HashAsync(default!, default).ReturnsForAnyArgs(CommonErrors.Busy);

        Assert.That((await CreateAsync(ct)).Error, Is.EqualTo(CommonErrors.Busy));
    }

    [Test]
    public async Task What_was_not_saved_is_told(CancellationToken ct)
    {
        _world.Work.Refusals.Enqueue(UserErrors.EmailTaken);

        Assert.That((await CreateAsync(ct)).Error, Is.EqualTo(UserErrors.EmailTaken));
    }

    [Test]
    public void The_usual_rules_hold()
    {
        var policy = Substitute.For<IPasswordPolicy>();
        policy.Judge("weak", "root", "", "password").Returns([new Fault("password", "password.too_short", "Short.")]);

        Assert.That(
            new CreateAdministratorValidator(policy).Faults(new CreateAdministrator("root", "weak", "")),
            Is.EquivalentTo(["email email.malformed", "fullName required", "password password.too_short"]));
        Assert.That(new CreateAdministratorValidator(Asking.NoPolicy()).Faults(Request), Is.Empty);
    }

    private Task<Result<AdministratorOutcome>> CreateAsync(CancellationToken ct)
    {
        var clock = new FakeClock();
        return new CreateAdministratorHandler(_world.Users, _world.Roles, _passwords, _world.Work, new Ids(clock), clock).Handle(Request, ct);
    }
}
