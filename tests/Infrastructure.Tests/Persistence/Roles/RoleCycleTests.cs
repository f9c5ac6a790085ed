using Npgsql;
using NUnit.Framework;

namespace UserSystem.Infrastructure.Tests.Persistence.Roles;

/// <summary>A role never inherits from itself, whoever arranges it.</summary>
[CancelAfter(120_000)]
public sealed class RoleCycleTests : DatabaseFixture
{
    private const string NoCycle = "ck_roles_no_cycle";

    [SetUp]
    public async Task MakeRoles() => await Database.ExecuteAsync(
        "insert into roles (name) values ('a'), ('b'), ('c'), ('d')", TestContext.CurrentContext.CancellationToken);

    [Test]
    public async Task A_hierarchy_is_fine(CancellationToken ct)
    {
        await SetParentAsync("a", "b", ct);
        await SetParentAsync("b", "c", ct);
        await SetParentAsync("d", "c", ct);

        Assert.That(await Database.OneAsync<long>("select count(*) from roles where parent_role_id is not null", ct), Is.EqualTo(3));
    }

    [Test]
    public void Its_own_parent(CancellationToken ct) => Assert.That(() => SetParentAsync("a", "a", ct), RefusedBy(NoCycle));

    [Test]
    public async Task A_circle_of_three(CancellationToken ct)
    {
        await SetParentAsync("a", "b", ct);
        await SetParentAsync("b", "c", ct);

        Assert.That(() => SetParentAsync("c", "a", ct), RefusedBy(NoCycle));
    }

    [Test]
    public void A_circle_that_one_statement_closes(CancellationToken ct) => Assert.That(
        () => Database.ExecuteAsync(
            """
            update roles set parent_role_id = (select r.id from roles r where r.name = case roles.name when 'a' then 'b' else 'a' end)
            where name in ('a', 'b')
            """, ct),
        RefusedBy(NoCycle));

    [Test]
    public async Task A_role_that_is_new_cannot_close_one_either(CancellationToken ct)
    {
        var id = await Database.OneAsync<Guid>("select gen_random_uuid()", ct);

        Assert.That(() => Database.ExecuteAsync("insert into roles (id, name, parent_role_id) values ($1, 'e', $1)", ct, id), RefusedBy(NoCycle));
    }

    [TestCase("b", "a", Description = "of two")]
    [TestCase("c", "d", Description = "of four: no row is touched by both")]
    public async Task A_circle_that_two_transactions_close_together(string role, string parent, CancellationToken ct)
    {
        await SetParentAsync("b", "c", ct);
        await SetParentAsync("d", "a", ct);
        await using var one = await Database.OpenConnectionAsync(ct);
        await using var other = await Database.OpenConnectionAsync(ct);
        await using var first = await one.BeginTransactionAsync(ct);
        await SetParentAsync(one, "a", "b", ct);

        var second = SetParentAsync(other, role, parent, ct);
        await WaitersAsync(1, ct, unless: second);
        await first.CommitAsync(ct);

        Assert.That(async () => await second, RefusedBy(NoCycle));
    }

    [Test]
    public async Task A_parent_cannot_go_while_others_inherit_from_it(CancellationToken ct)
    {
        await SetParentAsync("a", "b", ct);

        Assert.That(() => Database.ExecuteAsync("delete from roles where name = 'b'", ct), RefusedBy("fk_roles_roles_parent_role_id"));
    }

    [Test]
    public void A_name_is_unique_without_regard_to_case(CancellationToken ct) =>
        Assert.That(() => Database.ExecuteAsync("insert into roles (name) values ('ADMIN')", ct), RefusedBy("ux_roles_name_normalized"));

    private async Task SetParentAsync(string role, string parent, CancellationToken ct)
    {
        await using var connection = await Database.OpenConnectionAsync(ct);
        await SetParentAsync(connection, role, parent, ct);
    }

    private static Task<int> SetParentAsync(NpgsqlConnection connection, string role, string parent, CancellationToken ct) => connection.ExecuteAsync(
        "update roles set parent_role_id = (select id from roles where name = $2) where name = $1", ct, role, parent);
}
