using NUnit.Framework;
using UserSystem.Domain.Roles;

namespace UserSystem.Domain.Tests.Roles;

/// <summary>The permissions and the built-in roles are those that were decided on, in the words of the decision.</summary>
public sealed class PermissionsTests
{
    private const string Decided =
        """
        users:read|write|delete|suspend|import · attributes:read|write · invitations:create|read|bulk · roles:read|write|assign ·
        permissions:read|write|grant · authorization:check · audit:read|verify · sessions:read|end · activity:read · analytics:read ·
        profiles:read|verify · service_accounts:read|write · metrics:read · exports:read
        """;

    [Test]
    public void Are_those_that_were_decided_on() => Assert.That(Permissions.All, Is.EquivalentTo(Expand(Decided)));

    [Test]
    public void Are_resource_and_action() => Assert.That(Permissions.All, Is.All.Match("^[a-z]+(_[a-z]+)*:[a-z]+$"));

    [TestCase("user", "invitations:create")]
    [TestCase("support", "users:read sessions:read sessions:end attributes:read profiles:read invitations:read")]
    [TestCase("admin", "*")]
    public void Are_granted_by_the_built_in_roles(string role, string permissions) =>
        Assert.That(BuiltInRoles.Grants[role], Is.EquivalentTo(permissions.Split(' ')));

    [Test]
    public void There_are_three_built_in_roles() =>
        Assert.That(BuiltInRoles.Grants.Keys, Is.EquivalentTo([BuiltInRoles.User, BuiltInRoles.Support, BuiltInRoles.Admin]));

    [Test]
    public void Built_in_roles_grant_nothing_that_does_not_exist() => Assert.That(
        BuiltInRoles.Grants.Values.SelectMany(static grants => grants), Is.SubsetOf(Permissions.All.Append(Permissions.Everything)));

    private static IEnumerable<string> Expand(string list) =>
        from resource in list.Split('·', StringSplitOptions.TrimEntries)
        let parts = resource.Split(':')
        from action in parts[1].Split('|')
        select $"{parts[0]}:{action}";
}
