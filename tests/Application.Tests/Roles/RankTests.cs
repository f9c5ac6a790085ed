using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Application.Roles;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Roles;

[CancelAfter(30_000)]
public sealed class RankTests
{
    private readonly UserId _caller = Any.Id<UserId>();
    private readonly UserId _target = Any.Id<UserId>();
    private readonly IPermissions _permissions = Substitute.For<IPermissions>();

    [Test]
    public async Task Nobody_acts_on_whoever_may_do_more(CancellationToken ct)
    {
        Hold(_caller, "users:read", "sessions:end");
        Hold(_target, "users:read", "audit:read");

        Assert.That(await CheckAsync(_target, ct), Is.EqualTo(AccessErrors.TargetOutranksCaller));
    }

    [Test]
    public async Task Equals_may_act_on_each_other(CancellationToken ct)
    {
        Hold(_caller, "users:read");
        Hold(_target, "users:read");

        Assert.That(await CheckAsync(_target, ct), Is.Null);
    }

    [Test]
    public async Task Everybody_may_act_on_themselves(CancellationToken ct)
    {
        Assert.That(await CheckAsync(_caller, ct), Is.Null);
        await _permissions.DidNotReceiveWithAnyArgs().OfAsync(default, default);
    }

    [Test]
    public async Task The_service_may_act_on_all(CancellationToken ct)
    {
        Hold(_target, Permissions.Everything);

        Assert.That(await new Rank(new Caller { IsSystem = true }, _permissions).CheckAsync(_target, ct), Is.Null);
    }

    private void Hold(UserId user, params string[] names) =>
        _permissions.OfAsync(user, Arg.Any<CancellationToken>()).Returns(new PermissionSet(names));

    private ValueTask<Domain.Shared.Error?> CheckAsync(UserId target, CancellationToken ct) =>
        new Rank(Asking.CallerOf(_caller), _permissions).CheckAsync(target, ct);
}
