using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Attributes.Types;
using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;

namespace UserSystem.Application.Tests.Attributes;

public sealed class AudienceTests : AttributeHouse
{
    [Test]
    public void It_is_told_in_words()
    {
        Assert.That(Audience.System.Describe("x:y"), Is.EqualTo(["system"]));
        Assert.That((Audience.Person | Audience.Staff).Describe("x:y"), Is.EqualTo(["person", "x:y", "system"]));
        Assert.That((Audience.Members | Audience.Person).Describe("x:y"), Is.EqualTo(["members", "system"]));
        Assert.That((Audience.Holding("a:b") | Audience.Holding("c:d") | Audience.Holding("a:b")).Describe("x:y"), Is.EqualTo(["a:b", "c:d", "system"]));
    }

    [Test]
    public void Joined_it_is_everybody_of_either()
    {
        Assert.That(((Audience.Person | Audience.System).IncludesPerson, (Audience.System | Audience.Person).IncludesPerson, Audience.Staff.IncludesPerson), Is.EqualTo((true, true, false)));
        Assert.That(((Audience.Members | Audience.System).IncludesMembers, (Audience.Staff | Audience.Members).IncludesMembers, Audience.Person.IncludesMembers), Is.EqualTo((true, true, false)));
        Assert.That((Audience.Members.IncludesPerson, (Audience.Person | Audience.Staff).IncludesMembers), Is.EqualTo((true, false)));
        Assert.That(() => Audience.Person.BitwiseOr(null!), Throws.ArgumentNullException);
    }

    // What the caller holds, who it is: may read one's own, others', everybody's, write one's own, others'.
    [TestCase("system", "", ".....")]
    [TestCase("person", "", "r..w.")]
    [TestCase("members", "", "rRAw.")]
    [TestCase("staff", "", ".....")]
    [TestCase("staff", "attributes:read", "rRA..")]
    [TestCase("staff", "attributes:write", "...wW")]
    [TestCase("staff", "*", "rRAwW")]
    [TestCase("person|staff", "", "r..w.")]
    [TestCase("person|staff", "attributes:write", "r..wW")]
    [TestCase("holding", "", ".....")]
    [TestCase("holding", "notes:see", "rRAwW")]
    [TestCase("holding", "attributes:read", ".....")]
    [TestCase("holding|person", "notes:see", "rRAwW")]
    [TestCase("system", "*", ".....")]
    public async Task Nobody_may_who_is_not_named(string audience, string held, string may, CancellationToken ct)
    {
        if (held.Length > 0)
        {
            Hold(Person.Id, held);
        }

        Assert.That(await MayAsync(Of(audience), ct), Is.EqualTo(may));
    }

    [Test]
    public async Task The_service_itself_always_may(CancellationToken ct)
    {
        Caller = new Caller { IsSystem = true };
        Assert.That(await MayAsync(Audience.System, ct), Is.EqualTo("rRAwW"));
        await Held.DidNotReceiveWithAnyArgs().OfAsync(default, default);
    }

    [Test]
    public async Task What_people_may_do_with_their_own_is_known_without_asking(CancellationToken ct)
    {
        Assert.That(await Access.MayReadAsync(new Keyed(Audience.Person | Audience.Staff), Person.Id, ct), Is.True);
        Assert.That(await Access.MayWriteAsync(new Keyed(Audience.Person | Audience.Staff), Person.Id, ct), Is.True);
        Assert.That(await Access.MayReadOfAllAsync(new Keyed(Audience.Members), ct), Is.True);
        await Held.DidNotReceiveWithAnyArgs().OfAsync(default, default);
    }

    private static Audience Of(string names) => names.Split('|').Select(static name => name switch
    {
        "person" => Audience.Person,
        "members" => Audience.Members,
        "staff" => Audience.Staff,
        "holding" => Audience.Holding("notes:see"),
        _ => Audience.System,
    }).Aggregate(static (one, other) => one | other);

    private async Task<string> MayAsync(Audience audience, CancellationToken ct)
    {
        var handler = new Keyed(audience);
        return string.Concat(
            await Access.MayReadAsync(handler, Person.Id, ct) ? 'r' : '.', await Access.MayReadAsync(handler, Other.Id, ct) ? 'R' : '.',
            await Access.MayReadOfAllAsync(handler, ct) ? 'A' : '.',
            await Access.MayWriteAsync(handler, Person.Id, ct) ? 'w' : '.', await Access.MayWriteAsync(handler, Other.Id, ct) ? 'W' : '.');
    }

    public sealed class Keyed(Audience audience) : AttributeHandler<bool>(Key, AttributeTypes.Flag)
    {
        public static readonly AttributeKey<bool> Key = new("keyed");

        public override string Description => "Whoever the test says.";

        public override Audience Readers => audience;

        public override Audience Writers => audience;

        public override bool Example => true;
    }
}
