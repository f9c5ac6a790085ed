using NSubstitute;
using NUnit.Framework;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Persistence.Roles;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence.Roles;

/// <summary>What somebody may do is asked once, for as long as nobody can have changed it.</summary>
[CancelAfter(120_000)]
public sealed class PermissionCacheTests : DatabaseFixture
{
    private readonly FakeClock _clock = new();
    private readonly INodeMessages _nodes = Substitute.For<INodeMessages>();
    private Action<string> _heard = null!;
    private Func<CancellationToken, Task> _reload = null!;
    private UserId _user;
    private PermissionCache _cache = null!;

    [SetUp]
    public async Task MakeCache()
    {
        _nodes.Hears.Returns(true);
        _nodes.When(static nodes => nodes.OnHeard("roles_changed", Arg.Any<Action<string>>(), Arg.Any<Func<CancellationToken, Task>>()))
            .Do(call => (_heard, _reload) = (call.Arg<Action<string>>(), call.Arg<Func<CancellationToken, Task>>()));
        _cache = new PermissionCache(NewNode().Get<PermissionReader>(), _nodes, _clock);
        _user = new UserId(await InsertUserAsync("jo@example.org", TestContext.CurrentContext.CancellationToken));
    }

    [TearDown]
    public void DisposeCache() => _cache.Dispose();

    [Test]
    public async Task Is_remembered(CancellationToken ct)
    {
        await MayAsync(ct);
        await GiveAsync(ct);

        Assert.That(await MayAsync(ct), Is.False, "nobody told this node");
    }

    [Test]
    public async Task Is_asked_again_once_roles_have_changed(CancellationToken ct)
    {
        await MayAsync(ct);
        await GiveAsync(ct);

        _heard("");

        Assert.That(await MayAsync(ct), Is.True);
    }

    [Test]
    public async Task Is_asked_again_after_changes_may_have_been_missed(CancellationToken ct)
    {
        await MayAsync(ct);
        await GiveAsync(ct);

        await _reload(ct);

        Assert.That(await MayAsync(ct), Is.True);
    }

    [Test]
    public async Task Is_asked_each_time_while_changes_cannot_be_heard(CancellationToken ct)
    {
        await MayAsync(ct);
        await GiveAsync(ct);

        _nodes.Hears.Returns(false);

        Assert.That(await MayAsync(ct), Is.True);
    }

    [Test]
    public async Task Is_asked_again_when_the_time_of_a_role_has_come(CancellationToken ct)
    {
        await Database.ExecuteAsync(
            "insert into user_roles (user_id, role_id, valid_from) select $1, id, $2 from roles where name = 'admin'",
            ct, _user.Value, _clock.GetUtcNow().AddHours(1).UtcDateTime);
        var before = await MayAsync(ct);

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.That((before, await MayAsync(ct)), Is.EqualTo((false, true)));
    }

    [TestCase("insert into user_roles (user_id, role_id) select u.id, r.id from users u, roles r where r.name = 'support'")]
    [TestCase("delete from user_roles")]
    [TestCase("update roles set is_active = true")]
    [TestCase("delete from role_permissions")]
    [TestCase("update permissions set description = 'x'")]
    [TestCase("truncate user_roles")]
    public async Task Whoever_changes_roles_tells_every_node(string change, CancellationToken ct)
    {
        await using var connection = await Database.OpenConnectionAsync(ct);
        var heard = new List<string>();
        connection.Notification += (_, message) => heard.Add(message.Payload);
        await connection.ExecuteAsync($"listen {NodeMessages.Channel}", ct);

        await Database.ExecuteAsync(change, ct);
        await connection.ExecuteAsync("select 1", ct);

        Assert.That(heard, Is.EqualTo(["roles_changed:"]));
    }

    private async Task<bool> MayAsync(CancellationToken ct) => (await _cache.OfAsync(_user, ct)).Holds("audit:read");

    private Task<int> GiveAsync(CancellationToken ct) =>
        Database.ExecuteAsync("insert into user_roles (user_id, role_id) select $1, id from roles where name = 'admin'", ct, _user.Value);
}
