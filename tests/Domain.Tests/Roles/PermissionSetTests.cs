using NUnit.Framework;
using UserSystem.Domain.Roles;

namespace UserSystem.Domain.Tests.Roles;

public sealed class PermissionSetTests
{
    [Test]
    public void Holds_what_is_in_it_and_nothing_else()
    {
        var set = new PermissionSet(["users:read", "users:read", "sessions:end"]);

        Assert.That(set.Names, Is.EquivalentTo(["users:read", "sessions:end"]));
        Assert.That(set.Holds("users:read"), Is.True);
        Assert.That(set.Holds("users:write"), Is.False);
        Assert.That(set.Holds("Users:Read"), Is.False);
        Assert.That(PermissionSet.None.Holds("users:read"), Is.False);
    }

    [Test]
    public void Everything_holds_what_nobody_has_thought_of_yet() =>
        Assert.That(new PermissionSet([Permissions.Everything]).Holds("moons:land"), Is.True);

    [TestCase("", "", true)]
    [TestCase("a", "", true)]
    [TestCase("a,b", "b", true)]
    [TestCase("a", "a,b", false)]
    [TestCase("*", "a,b", true)]
    [TestCase("*", "*", true)]
    [TestCase("a,b", "*", false)]
    [TestCase("", "a", false)]
    public void Holds_all_of_another_where_it_allows_as_much(string own, string other, bool expected) =>
        Assert.That(Set(own).HoldsAllOf(Set(other)), Is.EqualTo(expected));

    private static PermissionSet Set(string names) => new(names.Split(',', StringSplitOptions.RemoveEmptyEntries));
}
