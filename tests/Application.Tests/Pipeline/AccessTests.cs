using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Pipeline;

[CancelAfter(30_000)]
public sealed class AccessTests
{
    private static readonly Access Reading = Access.Holding(Permissions.UsersRead);

    private readonly UserId _user = Any.Id<UserId>();
    private readonly IPermissions _permissions = Substitute.For<IPermissions>();

    [Test]
    public async Task Whoever_holds_the_permission_may(CancellationToken ct)
    {
        Hold(Permissions.UsersRead);

        Assert.That(await CheckAsync(Reading, Asking.CallerOf(_user), ct), Is.Null);
    }

    [Test]
    public async Task Whoever_lacks_the_permission_is_told_which(CancellationToken ct)
    {
        Hold(Permissions.SessionsRead);

        var refusal = await CheckAsync(Reading, Asking.CallerOf(_user), ct);

        Assert.That(refusal, Is.EqualTo(new MissingPermissionError("users:read")));
        Assert.That((refusal!.Kind, refusal.Code), Is.EqualTo((ErrorKind.Forbidden, "access.denied")));
    }

    [Test]
    public async Task Nobody_unknown_may_and_why_their_token_does_not_count_is_told(CancellationToken ct)
    {
        Assert.That(await CheckAsync(Reading, Asking.Stranger(), ct), Is.EqualTo(CommonErrors.TokenMissing));
        Assert.That(await CheckAsync(Reading, new Caller { Refusal = SessionErrors.TokenExpired }, ct), Is.EqualTo(SessionErrors.TokenExpired));
    }

    [Test]
    public async Task The_service_itself_may(CancellationToken ct) =>
        Assert.That(await CheckAsync(Reading, new Caller { IsSystem = true }, ct), Is.Null);

    [Test]
    public async Task What_asks_for_no_permission_looks_none_up(CancellationToken ct)
    {
        foreach (var access in new[] { Access.Anonymous, Access.OwnData, Access.System })
        {
            await CheckAsync(access, Asking.CallerOf(_user), ct);
        }

        await _permissions.DidNotReceiveWithAnyArgs().OfAsync(default, default);
    }

    [Test]
    public void Says_what_it_asks_for() => Assert.That(
        (Reading.Name, Reading.Permission, Reading.NeedsToken, Access.OwnData.NeedsToken, Access.Anonymous.NeedsToken, Access.System.NeedsToken),
        Is.EqualTo(("users:read", "users:read", true, true, false, false)));

    private void Hold(params string[] names) => _permissions.OfAsync(_user, Arg.Any<CancellationToken>()).Returns(new PermissionSet(names));

    private ValueTask<Error?> CheckAsync(Access access, Caller caller, CancellationToken ct) => access.CheckAsync(caller, _permissions, ct);
}
