using NUnit.Framework;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Roles;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence.Roles;

/// <summary>What roles add up to.</summary>
[CancelAfter(120_000)]
public sealed class PermissionReaderTests : DatabaseFixture
{
    private static readonly DateTimeOffset Now = FakeClock.Start;

    private Guid _user;

    [SetUp]
    public async Task InsertUser() => _user = await InsertUserAsync("jo@example.org", TestContext.CurrentContext.CancellationToken);

    [Test]
    public async Task Everybody_has_what_the_role_of_everybody_grants(CancellationToken ct)
    {
        Assert.That((await ReadAsync(ct)).Set.Names, Is.EquivalentTo(["invitations:create"]));
        Assert.That((await ReadAsync(ct)).ChangesAt, Is.Null);
    }

    [Test]
    public async Task Roles_add_up_with_those_that_they_inherit_from(CancellationToken ct)
    {
        await Database.ExecuteAsync(
            """
            insert into roles (name, parent_role_id) select 'lead', id from roles where name = 'support';
            insert into roles (name, parent_role_id) select 'head', id from roles where name = 'lead';
            insert into role_permissions select r.id, p.id from roles r, permissions p where (r.name, p.name) = ('lead', 'audit:read')
            """, ct);
        await AssignAsync("head", ct);

        Assert.That((await ReadAsync(ct)).Set.Names, Is.EquivalentTo([
            "invitations:create", "audit:read", "users:read", "sessions:read", "sessions:end", "attributes:read", "profiles:read", "invitations:read"]));
    }

    [Test]
    public async Task A_role_that_is_not_active_grants_nothing_and_passes_nothing_on(CancellationToken ct)
    {
        await Database.ExecuteAsync(
            """
            insert into roles (name, parent_role_id, is_active) select 'lead', id, false from roles where name = 'support';
            insert into roles (name, parent_role_id) select 'head', id from roles where name = 'lead';
            """, ct);
        await AssignAsync("head", ct);

        Assert.That((await ReadAsync(ct)).Set.Names, Is.EquivalentTo(["invitations:create"]));
    }

    [TestCase("null", "null", true, null)]
    [TestCase("$1", "null", true, null)]
    [TestCase("$1 + interval '1 us'", "null", false, 1)]
    [TestCase("null", "$1", false, null)]
    [TestCase("null", "$1 + interval '2 us'", true, 2)]
    [TestCase("$1 + interval '1 us'", "$1 + interval '2 us'", false, 1)]
    public async Task A_role_counts_in_its_time_and_tells_when_that_changes(string from, string until, bool counts, int? changesAfter, CancellationToken ct)
    {
        await Database.ExecuteAsync(
            $"""
             insert into user_roles (user_id, role_id, valid_from, expires_at)
             select '{_user}', id, {from.Replace("$1", Instant, StringComparison.Ordinal)}, {until.Replace("$1", Instant, StringComparison.Ordinal)}
             from roles where name = 'admin'
             """, ct);

        var held = await ReadAsync(ct);

        Assert.That(held.Set.Holds("audit:read"), Is.EqualTo(counts));
        Assert.That(held.ChangesAt, Is.EqualTo(changesAfter is { } micros ? Now.AddMicroseconds(micros) : (DateTimeOffset?)null));
    }

    [TestCase("update permissions set conditions = '{}' where name = 'users:read'")]
    [TestCase("update role_permissions set conditions = '{}' where permission_id = (select id from permissions where name = 'users:read')")]
    public async Task What_holds_under_conditions_is_not_held_at_large(string condition, CancellationToken ct)
    {
        await AssignAsync("support", ct);
        await Database.ExecuteAsync(condition, ct);

        var held = (await ReadAsync(ct)).Set;

        Assert.That((held.Holds("users:read"), held.Holds("sessions:read")), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task The_roles_of_others_count_for_others(CancellationToken ct)
    {
        await AssignAsync("admin", ct);

        var held = await NewNode().Get<PermissionReader>().ReadAsync(new UserId(await InsertUserAsync("al@example.org", ct)), Now, ct);

        Assert.That(held.Set.Names, Is.EquivalentTo(["invitations:create"]));
    }

    private static string Instant => $"timestamptz '{Now:yyyy-MM-dd HH:mm:ss.ffffff}Z'";

    private Task<int> AssignAsync(string role, CancellationToken ct) =>
        Database.ExecuteAsync("insert into user_roles (user_id, role_id) select $1, id from roles where name = $2", ct, _user, role);

    private Task<HeldPermissions> ReadAsync(CancellationToken ct) => NewNode().Get<PermissionReader>().ReadAsync(new UserId(_user), Now, ct);
}
