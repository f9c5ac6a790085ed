using NUnit.Framework;
using UserSystem.Domain.Roles;

namespace UserSystem.Infrastructure.Tests.Persistence.Schema;

/// <summary>What a new database holds is what the domain believes that it holds.</summary>
[CancelAfter(120_000)]
public sealed class FirstRowsTests : DatabaseFixture
{
    [Test]
    public async Task The_roles_are_the_built_in_ones(CancellationToken ct)
    {
        Assert.That(await Database.ListAsync<string>("select name from roles where is_system and is_active", ct), Is.EquivalentTo(BuiltInRoles.Grants.Keys));
        Assert.That(await Database.OneAsync<long>("select count(*) from roles", ct), Is.EqualTo(BuiltInRoles.Grants.Count));
    }

    [Test]
    public async Task The_permissions_are_those_of_the_domain(CancellationToken ct)
    {
        Assert.That(
            await Database.ListAsync<string>("select name from permissions", ct), Is.EquivalentTo(Permissions.All.Append(Permissions.Everything)));
        Assert.That(
            await Database.ListAsync<string>("select name from permissions where name <> '*' and name <> resource || ':' || action", ct), Is.Empty);
    }

    [TestCase(BuiltInRoles.User)]
    [TestCase(BuiltInRoles.Support)]
    [TestCase(BuiltInRoles.Admin)]
    public async Task A_role_grants_what_the_domain_says(string role, CancellationToken ct) =>
        Assert.That(
            await Database.ListAsync<string>(
                """
                select p.name from role_permissions g join permissions p on p.id = g.permission_id join roles r on r.id = g.role_id
                where r.name = $1 and g.conditions is null
                """, ct, role),
            Is.EquivalentTo(BuiltInRoles.Grants[role]));
}
