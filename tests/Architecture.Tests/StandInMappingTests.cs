using Mapster;
using NUnit.Framework;

namespace UserSystem.Architecture.Tests;

/// <summary>The features of Mapster that this house uses work on top of the stand-in.</summary>
public sealed class StandInMappingTests
{
    private readonly TypeAdapterConfig _config = new();

    public enum Rank
    {
        Member,
        Owner,
    }

    [Test]
    public void A_record_becomes_a_record_through_its_constructor()
    {
        var dto = new Person("Ada", "Lovelace", Rank.Owner, new(7)).Adapt<PersonDto>(_config);

        Assert.That(dto, Is.EqualTo(new PersonDto(null, "Owner", new(7))));
    }

    [Test]
    public void A_record_that_is_mapped_onto_is_not_changed()
    {
        var before = new Name("Ada", "Byron");

        var after = new Name("Ada", "Lovelace").Adapt(before, _config);

        Assert.That(after, Is.EqualTo(new Name("Ada", "Lovelace")));
        Assert.That(before, Is.EqualTo(new Name("Ada", "Byron")));
    }

    [Test]
    public void A_rule_fills_what_no_name_matches()
    {
        _config.Apply(new FullName());

        var dto = new Person("Ada", "Lovelace", Rank.Member, new(7)).Adapt<PersonDto>(_config);

        Assert.That(dto.FullName, Is.EqualTo("Ada Lovelace"));
    }

    [Test]
    public void Rules_are_found_by_scanning_an_assembly()
    {
        _config.Scan(typeof(FullName).Assembly);

        Assert.That(new Person("Ada", "L", default, default).Adapt<PersonDto>(_config).FullName, Is.EqualTo("Ada L"));
    }

    [TestCase("owner", Rank.Owner)]
    [TestCase("Member", Rank.Member)]
    public void A_name_becomes_an_enumeration_value_in_any_case(string name, Rank rank)
    {
        Assert.That(name.Adapt<Rank>(_config), Is.EqualTo(rank));
    }

    [Test]
    public void A_name_that_does_not_exist_is_refused()
    {
        Assert.That(() => "emperor".Adapt<Rank>(_config), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void A_mapping_sees_its_own_parameters_and_none_after_it()
    {
        _config.NewConfig<Person, PersonDto>().Map(dto => dto.FullName, _ => Greeting());
        var person = new Person("Ada", "Lovelace", default, default);

        var greeted = person.BuildAdapter(_config).AddParameters("greeting", "Good morning").AdaptToType<PersonDto>();

        Assert.That(greeted.FullName, Is.EqualTo("Good morning"));
        Assert.That(person.Adapt<PersonDto>(_config).FullName, Is.EqualTo("nothing to say"));
        Assert.That(MapContext.Current, Is.Null);
    }

    [Test]
    public void A_cycle_is_closed_where_references_are_preserved()
    {
        _config.Default.PreserveReference(true);
        var node = new Node();
        node.Next = new Node { Next = node };

        var copy = node.Adapt<NodeDto>(_config);

        Assert.That(copy.Next!.Next, Is.SameAs(copy));
        Assert.That(copy.Next, Is.Not.SameAs(copy));
    }

    [Test]
    public void Collections_and_dictionaries_are_mapped_element_by_element()
    {
        var values = new Dictionary<string, string> { ["given"] = "Ada", ["Family"] = "Lovelace" };
        _config.NewConfig<Dictionary<string, string>, Name>().NameMatchingStrategy(NameMatchingStrategy.IgnoreCase);

        Assert.That(values.Adapt<Name>(_config), Is.EqualTo(new Name("Ada", "Lovelace")));
        Assert.That(new List<Rank> { Rank.Owner }.Adapt<string[]>(_config).Single(), Is.EqualTo("Owner"));
    }

    [Test]
    public void An_attribute_leaves_a_member_out_on_the_side_it_names()
    {
        Assert.That(new Secret { Value = "x" }.Adapt<Open>(_config).Value, Is.Null);
        Assert.That(new Open { Value = "x" }.Adapt<Secret>(_config).Value, Is.EqualTo("x"));
    }

    [TestCase("user_name", "UserName")]
    [TestCase("userName", "UserName")]
    [TestCase("HTTPServer", "HttpServer")]
    [TestCase("UserID", "UserId")]
    [TestCase("address2Line", "Address2Line")]
    public void Flexible_names_meet_in_the_same_spelling(string name, string pascal)
    {
        var toPascal = NameMatchingStrategy.Flexible.SourceMemberNameConverter;
        var toCamel = NameMatchingStrategy.ToCamelCase.SourceMemberNameConverter;

        Assert.That(toPascal(name), Is.EqualTo(pascal));
        Assert.That(toPascal(pascal), Is.EqualTo(pascal));
        Assert.That(toCamel(name), Is.EqualTo(char.ToLowerInvariant(pascal[0]) + pascal[1..]));
    }

    private static string Greeting() =>
        MapContext.Current?.Parameters.GetValueOrDefault("greeting") as string ?? "nothing to say";

    public readonly record struct Id(int Value);

    public sealed record Person(string First, string Last, Rank Rank, Id Id);

    public sealed record PersonDto(string? FullName, string Rank, Id Id);

    public sealed record Name(string Given, string Family);

    public sealed class Secret
    {
        [AdaptIgnore(MemberSide.Source)]
        public string? Value { get; set; }
    }

    public sealed class Open
    {
        public string? Value { get; set; }
    }

    public sealed class Node
    {
        public Node? Next { get; set; }
    }

    public sealed class NodeDto
    {
        public NodeDto? Next { get; set; }
    }

    public sealed class FullName : IRegister
    {
        public void Register(TypeAdapterConfig config) =>
            config.NewConfig<Person, PersonDto>().Map(dto => dto.FullName, person => person.First + " " + person.Last);
    }
}
