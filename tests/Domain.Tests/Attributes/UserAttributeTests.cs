using NUnit.Framework;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Domain.Tests.Attributes;

public sealed class UserAttributeTests
{
    private readonly UserId _owner = Any.Id<UserId>();
    private readonly UserId _author = Any.Id<UserId>();
    private readonly UserId _actor = Any.Id<UserId>();

    [Test]
    public void What_happens_to_a_value_is_told()
    {
        var attribute = UserAttribute.Create(Any.Id<UserAttributeId>(), _owner, "plan", "1", isUnique: false, _author);
        attribute.Change("2", isUnique: true, _author);
        attribute.Change("3", isUnique: false);
        attribute.Remove();

        Assert.That(attribute.TakeEvents(), Is.EqualTo(new[]
        {
            new AttributeChanged(_owner, "plan", null, "1", _author), new AttributeChanged(_owner, "plan", "1", "2", _author),
            new AttributeChanged(_owner, "plan", "2", "3", null), new AttributeChanged(_owner, "plan", "3", null, null),
        }));
        Assert.That((attribute.UserId, attribute.Key, attribute.Value, attribute.IsUnique), Is.EqualTo((_owner, "plan", "3", false)));
    }

    [Test]
    public void Whoever_calls_is_named_unless_somebody_else_is()
    {
        var attribute = UserAttribute.Create(Any.Id<UserAttributeId>(), _owner, "plan", "1", isUnique: false, _author);
        attribute.Stamp(_actor, Any.Instant);
        Assert.That((attribute.CreatedByUserId, attribute.UpdatedByUserId), Is.EqualTo(((UserId?)_author, (UserId?)_author)));
        attribute.Change("2", isUnique: false);
        attribute.StampChange(_actor, Any.Instant);
        Assert.That((attribute.CreatedByUserId, attribute.UpdatedByUserId), Is.EqualTo(((UserId?)_author, (UserId?)_actor)));
        attribute.Change("3", isUnique: true, _author);
        attribute.StampChange(_actor, Any.Instant);
        Assert.That((attribute.UpdatedByUserId, attribute.IsUnique), Is.EqualTo(((UserId?)_author, true)));
        attribute.Change("4", isUnique: true);
        attribute.StampChange(actor: null, Any.Instant);
        Assert.That(attribute.UpdatedByUserId, Is.Null, "the service itself");
    }

    [Test]
    public void Whoever_calls_is_named_where_nobody_else_is()
    {
        var attribute = UserAttribute.Create(Any.Id<UserAttributeId>(), _owner, "plan", "1", isUnique: false);
        attribute.Stamp(_actor, Any.Instant);
        Assert.That((attribute.CreatedByUserId, attribute.UpdatedByUserId), Is.EqualTo(((UserId?)_actor, (UserId?)_actor)));
    }

    [Test]
    public void A_history_entry_tells_the_change_and_its_author()
    {
        var id = Any.Id<UserAttributeChangeId>();
        var change = new UserAttributeChange(id, new AttributeChanged(_owner, "plan", "1", "2", Author: null));
        change.Stamp(_actor, Any.Instant);
        Assert.That((change.Id, change.UserId, change.Key, change.OldValue, change.NewValue, change.ChangedByUserId), Is.EqualTo((id, _owner, "plan", "1", "2", (UserId?)_actor)));
        var signUp = new UserAttributeChange(id, new AttributeChanged(_owner, "plan", null, "2", _author));
        signUp.Stamp(_actor, Any.Instant);
        Assert.That(signUp.ChangedByUserId, Is.EqualTo(_author));
    }

    [TestCase("a", true)]
    [TestCase("favourite_colour2", true)]
    [TestCase("custom.a-b_c", true)]
    [TestCase("custom.-", true)]
    [TestCase(null, false)]
    [TestCase("", false)]
    [TestCase("2a", false)]
    [TestCase("_a", false)]
    [TestCase("A", false)]
    [TestCase("a-b", false)]
    [TestCase("a.", false)]
    [TestCase("a.b.c", false)]
    [TestCase("a.B", false)]
    [TestCase("a\n", false)]
    [TestCase("a.b\n", false)]
    [TestCase("\u00e4", false)]
    public void A_key_is_written_in_one_way(string? text, bool isKey) => Assert.That(AttributeName.IsValid(text), Is.EqualTo(isKey));

    [Test]
    public void A_key_has_a_length()
    {
        var longest = $"{new string('a', 64)}.{new string('b', 64)}";
        Assert.That((AttributeName.IsValid(longest), longest.Length), Is.EqualTo((true, AttributeName.MaxLength)));
        Assert.That(AttributeName.IsValid(longest + "b"), Is.False);
        Assert.That(AttributeName.IsValid("a" + longest), Is.False);
    }
}
