using System.Text.Json;
using FluentValidation;
using Microsoft.Extensions.Options;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Attributes.Types;
using UserSystem.Application.Ports;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;

namespace UserSystem.Application.Tests.Attributes;

/// <summary>What somebody new begins with: what is refused, what is kept, and who may give what.</summary>
public sealed class InitialAttributesTests : AttributeHouse
{
    private InitialAttributes Initial => new(Catalog, Attributes, Held, Audit);

    [TestCase("{}")]
    [TestCase("""{"custom.a":1,"custom.b":"x"}""")]
    [TestCase("""{"unheard_of":1}""", "attributes.unheard_of attribute.unknown_key")]
    [TestCase("""{"favourite_colour":"blue"}""", "attributes.favourite_colour attribute.not_settable_at_sign_up")]
    [TestCase("""{"favourite_colour":null}""", "attributes.favourite_colour attribute.not_settable_at_sign_up")]
    [TestCase("""{"custom.a":null}""", "attributes.custom.a required")]
    [TestCase("""{"custom.a":[1,"\u0000"]}""", "attributes.custom.a[1] text.malformed")]
    [TestCase("""{"unheard_of":1,"custom.a":1,"tags":["x"]}""", "attributes.unheard_of attribute.unknown_key", "attributes.tags attribute.not_settable_at_sign_up")]
    public void Everything_that_is_wrong_at_sign_up_is_told_at_once(string values, params string[] faults) =>
        Assert.That(FaultsOf(values), Is.EqualTo(faults));

    [TestCase("""{"favourite_colour":"blue","tags":["x"],"origin":"0199c2f0-aa00-7b8b-9585-4bb5266028d9"}""")]
    [TestCase("""{"favourite_colour":"red"}""", "attributes.favourite_colour colour.too_loud")]
    [TestCase("""{"favourite_colour":null}""", "attributes.favourite_colour required")]
    [TestCase("""{"unheard_of":1}""", "attributes.unheard_of attribute.unknown_key")]
    public void Somebody_else_may_name_any_key_there_is(string values, params string[] faults) =>
        Assert.That(FaultsOf(values, isSignUp: false), Is.EqualTo(faults));

    [Test]
    public void None_at_all_are_right() => Assert.That(FaultsOf(values: null), Is.Empty);

    [Test]
    public void Nobody_begins_with_null() =>
        Assert.That(MessagesOf("""{"custom.a":null}"""), Is.EqualTo(["attributes.custom.a required: A value must not be null."]));

    [TestCase(500, 10)]
    [TestCase(21, 10)]
    [TestCase(20, 9)]
    [TestCase(3, 1)]
    [TestCase(1, 0)]
    public void There_is_always_room_for_all_of_them_twice_and_for_the_inviter(int maxPerUser, int count)
    {
        Limits.MaxPerUser = maxPerUser;
        Assert.That(InitialAttributes.MaxCountOf(Limits), Is.EqualTo(count));
        Assert.That(FaultsOf(Several(count, "1")), Is.Empty);
        Assert.That(MessagesOf(Several(count + 1, "1")), Is.EqualTo([$"attributes map.too_large: Nobody begins with more than {count} attributes."]));
        Assert.That(FaultsOf(Several(count + 1, "null")), Has.Length.EqualTo(1), "the values of too many are not judged");
    }

    [Test]
    public void Together_they_take_so_many_bytes_and_no_more()
    {
        Limits.MaxValueBytes = 16 * 1024;
        var half = $"\"{new string('x', 4_094)}\"";
        Assert.That(FaultsOf($$"""{"custom.a":{{half}},"custom.b":{{half}}}"""), Is.Empty);
        Assert.That(MessagesOf($$"""{"custom.a":{{half}},"custom.b":{{half}},"custom.c":1}"""),
            Is.EqualTo(["attributes attribute.too_large: Nobody begins with more than 8192 bytes of attributes."]));
        Assert.That(FaultsOf($$"""{"custom.a":{{half}},"custom.b":"{{new string('é', 2_048)}}"}"""), Has.Length.EqualTo(1), "bytes are counted, not characters");
    }

    [Test]
    public void One_that_is_too_large_by_itself_is_told_with_its_limit() => Assert.That(
        MessagesOf($$"""{"custom.a":"{{new string('x', 255)}}"}"""), Is.EqualTo(["attributes.custom.a attribute.too_large: A value has at most 256 bytes."]));

    [Test]
    public async Task What_staff_gives_is_kept_as_usual_and_on_the_record(CancellationToken ct)
    {
        Initial.Add(Person.Id, Read("""{"favourite_colour":" blue ","tags":["b","a"]}"""), author: null);
        await World.Work.CommitAsync(ct);
        Assert.That((Kept("favourite_colour"), Kept("tags")), Is.EqualTo(("\"blue\"", "[\"a\",\"b\"]")));
        Audit.Received(1).Record(Arg.Is<AuditEntry>(entry => entry.Action == "attributes.change" && entry.Target == $"user:{Person.Id.Value}"
            && entry.Before == null && entry.After!.ToJsonString(null) == """{"favourite_colour":"blue","tags":["a","b"]}"""));
    }

    [Test]
    public async Task What_people_begin_with_by_themselves_is_no_act_of_staff(CancellationToken ct)
    {
        Initial.Add(Person.Id, Read("""{"custom.team":"red"}"""), author: Person.Id);
        await World.Work.CommitAsync(ct);
        Assert.That(Kept(Team), Is.EqualTo("\"red\""));
        NoAudit();
    }

    [Test]
    public async Task Whoever_begins_with_nothing_leaves_no_record(CancellationToken ct)
    {
        Initial.Add(Person.Id, values: null, author: null);
        Initial.Add(Person.Id, InitialAttributes.Nothing, author: null);
        await World.Work.CommitAsync(ct);
        Assert.That(World.Attributes.All, Is.Empty);
        NoAudit();
    }

    [TestCase("", true)]
    [TestCase("custom.a", true)]
    [TestCase("custom.a favourite_colour", true, Permissions.AttributesWrite)]
    [TestCase("custom.a favourite_colour", false)]
    [TestCase("custom.a favourite_colour", false, Permissions.AttributesRead)]
    [TestCase("favourite_colour origin", false, Permissions.AttributesWrite)]
    [TestCase("plan", false, Permissions.AttributesWrite)]
    public async Task People_give_what_others_could_say_themselves_and_what_they_may_set_of_others(string keys, bool may, params string[] permissions)
    {
        Hold(Other.Id, permissions);
        var refusal = await Initial.CheckAsync(Other.Id, keys.Split(' ', StringSplitOptions.RemoveEmptyEntries), default);
        Assert.That(refusal, Is.EqualTo(may ? null : AttributeErrors.NotWritable));
    }

    [TestCase(true, "medals:award", Permissions.AttributesWrite)]
    [TestCase(false, "medals:award")]
    [TestCase(false, Permissions.AttributesWrite)]
    public async Task A_permission_of_its_own_comes_on_top_of_what_staff_needs(bool may, params string[] permissions)
    {
        Hold(Other.Id, permissions);
        var catalog = new AttributeCatalog([new Medal()], Options.Create(Limits));
        var refusal = await new InitialAttributes(catalog, Attributes, Held, Audit).CheckAsync(Other.Id, ["medal"], default);
        Assert.That(refusal, Is.EqualTo(may ? null : AttributeErrors.NotWritable));
    }

    private static Dictionary<string, JsonElement> Read(string values) =>
        Json(values).EnumerateObject().ToDictionary(static each => each.Name, static each => each.Value);

    private static string Several(int count, string value) =>
        $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"custom.k{i}\":{value}"))}}}";

    private string[] FaultsOf(string? values, bool isSignUp = true) => Rules(isSignUp).Faults(new Newcomer(values is null ? null : Read(values)));

    private string[] MessagesOf(string values) =>
        [.. Rules(isSignUp: true).Validate(new Newcomer(Read(values))).Errors.Select(static fault => $"{fault.PropertyName} {fault.ErrorCode}: {fault.ErrorMessage}")];

    private InlineValidator<Newcomer> Rules(bool isSignUp)
    {
        var rules = new InlineValidator<Newcomer>();
        var rule = rules.RuleFor(static newcomer => newcomer.Attributes);
        (isSignUp ? rule.AttributesAtSignUp(Catalog) : rule.Attributes(Catalog)).OverridePropertyName("attributes");
        return rules;
    }

    public sealed class Medal() : AttributeHandler<string>(Key, AttributeTypes.Text(20))
    {
        public static readonly AttributeKey<string> Key = new("medal");

        public override string Description => "Some of the staff sets it.";

        public override Audience Readers => Audience.Staff;

        public override Audience Writers => Audience.Holding("medals:award");

        public override string Example => "gold";
    }

    private sealed record Newcomer(IReadOnlyDictionary<string, JsonElement>? Attributes);
}
