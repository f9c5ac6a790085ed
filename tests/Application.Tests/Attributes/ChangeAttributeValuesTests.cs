using System.Text.Json;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Roles;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Attributes;

public sealed class ChangeAttributeValuesTests : AttributeHouse
{
    [Test]
    public async Task Several_values_come_change_and_go_at_once(CancellationToken ct)
    {
        await PutAsync("steps", "1");
        await PutAsync(Team, "1");
        var changed = await ChangeAsync("""{"steps":2,"custom.team":null,"favourite_colour":"blue","custom.none":null}""", ct);

        Assert.That(changed.Value.Items.Select(static each => $"{each.Key}={each.Value}"), Is.EqualTo(["favourite_colour=\"blue\"", "steps=2"]));
        Assert.That((Kept("steps"), Kept(Team), Kept("favourite_colour"), World.Work.Commits), Is.EqualTo(("2", (string?)null, "\"blue\"", 1)));
        Assert.That(World.Attributes.Changes.Select(static each => $"{each.Key} {each.OldValue}>{each.NewValue}"), Is.EqualTo(["steps 1>2"]));
        NoAudit();
    }

    [Test]
    public async Task Every_fault_of_every_value_is_told_and_nothing_done(CancellationToken ct)
    {
        var error = (await ChangeAsync("""{"favourite_colour":"red","steps":-1,"unheard_of":1,"custom.team":1,"custom.x":{"a":"\u0000"}}""", ct)).Error as ValidationError;

        Assert.That(error?.Faults.Select(static each => $"{each.Path} {each.Code}"), Is.EqualTo([
            "values.favourite_colour colour.too_loud", "values.steps number.out_of_range", "values.unheard_of attribute.unknown_key", "values.custom.x.a text.malformed",
        ]));
        Assert.That((World.Attributes.All.Count, World.Work.Commits), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task One_value_that_is_not_theirs_spoils_all(CancellationToken ct)
    {
        Assert.That((await ChangeAsync("""{"steps":1,"tags":["vip"]}""", ct)).Error, Is.EqualTo(AttributeErrors.NotWritable));
        Assert.That((await ChangeAsync("""{"steps":1,"origin":null}""", ct)).Error, Is.EqualTo(AttributeErrors.NotWritable));
        Assert.That(World.Attributes.All, Is.Empty);
    }

    [Test]
    public async Task All_of_them_together_have_no_version(CancellationToken ct)
    {
        Assert.That((await ChangeAsync("""{"steps":1}""", ct, Match(1))).Error, Is.EqualTo(CommonErrors.Stale));
        Assert.That((await ChangeAsync("""{"steps":1}""", ct, NotThere)).Error, Is.EqualTo(CommonErrors.Stale), "the list is always there");
        Assert.That(Kept("steps"), Is.Null);
        Assert.That((await ChangeAsync("""{"steps":1}""", ct, There)).Error, Is.Null);
        Assert.That((await ChangeAsync("""{"steps":2}""", ct, new VersionCondition(Match: null, new VersionSet(new HashSet<long> { 1 })))).Error, Is.Null);
    }

    [Test]
    public async Task Staff_is_shown_only_what_staff_may_see(CancellationToken ct)
    {
        await PutAsync("tags", "[\"a\"]");
        ActAsStaff(Permissions.AttributesWrite);
        var changed = await ChangeOfPersonAsync("""{"tags":["b","a"],"steps":null,"custom.team":true}""", ct);
        Assert.That(changed.Value.Items, Is.Empty, "without attributes:read");
        AuditIs("attributes.change", """{"tags":["a"]}""", """{"tags":["a","b"],"custom.team":true}""");
        Hold(Other.Id, Permissions.AttributesWrite, Permissions.AttributesRead);
        Assert.That((await ChangeOfPersonAsync("""{"tags":["c"]}""", ct)).Value.Items.Single().Value.Text, Is.EqualTo("""["c"]"""));
    }

    [TestCase("{}")]
    [TestCase("""{"steps":7.0,"custom.none":null}""")]
    public async Task What_stays_as_it_is_leaves_no_record(string values, CancellationToken ct)
    {
        await PutAsync("steps", "7");
        ActAsStaff(Permissions.AttributesWrite);
        Assert.That((await ChangeOfPersonAsync(values, ct)).Error, Is.Null);
        NoAudit();
    }

    [Test]
    public async Task Staff_changes_nothing_of_whoever_may_do_more_or_is_gone(CancellationToken ct)
    {
        ActAsStaff(Permissions.AttributesWrite);
        Hold(Person.Id, "audit:read");
        Assert.That((await ChangeOfPersonAsync("""{"steps":1}""", ct)).Error, Is.EqualTo(AccessErrors.TargetOutranksCaller));
        Person.With(static user => user.DeletedAt, Any.Instant);
        Assert.That((await ChangeOfPersonAsync("""{"steps":1}""", ct)).Error, Is.EqualTo(UserErrors.NotFound));
        NoAudit();
    }

    [Test]
    public async Task A_lost_race_is_told(CancellationToken ct)
    {
        World.Work.Refusals.Enqueue(CommonErrors.LostRace);
        Assert.That((await ChangeAsync("""{"steps":1}""", ct)).Error, Is.EqualTo(CommonErrors.LostRace));
    }

    [Test]
    public void Values_have_to_be_given()
    {
        Assert.That(new ChangeAttributeValuesValidator().Faults(new ChangeAttributeValues()), Is.EqualTo(["values required"]));
        Assert.That(new ChangeUserAttributeValuesValidator().Faults(new ChangeUserAttributeValues()), Is.EqualTo(["values required"]));
        Assert.That(new ChangeAttributeValuesValidator().Faults(new ChangeAttributeValues { Values = new Dictionary<string, JsonElement>() }), Is.Empty);
        Assert.That(new ChangeUserAttributeValuesValidator().Faults(new ChangeUserAttributeValues { Values = new Dictionary<string, JsonElement>() }), Is.Empty);
    }

    private static Dictionary<string, JsonElement> Values(string json) =>
        Json(json).EnumerateObject().ToDictionary(static each => each.Name, static each => each.Value);

    private Task<Result<AttributeListDto>> ChangeAsync(string values, CancellationToken ct, VersionCondition? condition = null) =>
        new ChangeAttributeValuesHandler(Editor, Caller).Handle(new ChangeAttributeValues { Values = Values(values), Condition = condition }, ct);

    private Task<Result<AttributeListDto>> ChangeOfPersonAsync(string values, CancellationToken ct) =>
        new ChangeUserAttributeValuesHandler(Editor).Handle(new ChangeUserAttributeValues { UserId = Person.Id.Value, Values = Values(values) }, ct);
}
