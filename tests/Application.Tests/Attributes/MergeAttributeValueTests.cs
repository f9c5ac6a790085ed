using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Attributes;

public sealed class MergeAttributeValueTests : AttributeHouse
{
    [Test]
    public async Task Members_that_are_absent_stay_and_null_takes_away(CancellationToken ct)
    {
        Assert.That((await MergeAsync("""{"a":1,"b":{"c":2}}""", ct)).Value.IsNew, Is.True);
        var merged = await MergeAsync("""{"a":null,"b":{"d":[1.0]}}""", ct);
        Assert.That((merged.Value.IsNew, merged.Value.Attribute.Value.Text, Kept(Team)), Is.EqualTo((false, """{"b":{"c":2,"d":[1]}}""", """{"b":{"c":2,"d":[1]}}""")));
        NoAudit();
    }

    [Test]
    public async Task What_is_no_object_replaces(CancellationToken ct)
    {
        await PutAsync(Team, """{"a":1}""");
        Assert.That((await MergeAsync("5", ct)).Value.Attribute.Value.Text, Is.EqualTo("5"));
        Assert.That((await MergeAsync("""{"b":2}""", ct)).Value.Attribute.Value.Text, Is.EqualTo("""{"b":2}"""));
        Assert.That((await MergeAsync("null", ct)).Error?.Code, Is.EqualTo("attribute.value_required"));
    }

    [TestCase("""{"a":"\ud800"}""", "value.a text.malformed")]
    [TestCase("""{"\ud800":1}""", "value text.malformed")]
    [TestCase("""{"a":[{"\udc00":1}]}""", "value.a[0] text.malformed")]
    [TestCase("""{"a":1,"a":2}""", "value.a duplicate")]
    [TestCase("""{"a":1e999}""", "value.a number.out_of_range")]
    [TestCase("""{"\u0000":null}""", "value text.malformed")]
    public async Task What_could_not_be_kept_cannot_be_merged(string patch, string fault, CancellationToken ct)
    {
        await PutAsync(Team, "{}");
        var error = (await MergeAsync(patch, ct)).Error as ValidationError;
        Assert.That(error?.Faults.Select(static each => $"{each.Path} {each.Code}"), Is.EqualTo([fault]));
        Assert.That(Kept(Team), Is.EqualTo("{}"));
    }

    [Test]
    public async Task The_whole_is_judged_not_the_part(CancellationToken ct)
    {
        Assert.That(((await MergeAsync("{}", ct, "steps")).Error as ValidationError)?.Faults.Single().Code, Is.EqualTo("type"));
        await PutAsync(Team, $$"""{"a":"{{new string('x', 200)}}"}""");
        Assert.That(((await MergeAsync($$"""{"b":"{{new string('x', 60)}}"}""", ct)).Error as ValidationError)?.Faults.Single().Code, Is.EqualTo("attribute.too_large"));
    }

    [TestCase("unheard_of", "attribute.unknown_key")]
    [TestCase("tags", "attribute.not_writable")]
    public async Task What_may_not_be_is_refused(string key, string code, CancellationToken ct) =>
        Assert.That((await MergeAsync("{}", ct, key)).Error?.Code, Is.EqualTo(code));

    [Test]
    public async Task Conditions_hold(CancellationToken ct)
    {
        var version = await PutAsync(Team, """{"a":1}""");
        Assert.That((await MergeAsync("""{"b":1}""", ct, condition: Match(version + 1))).Error, Is.EqualTo(CommonErrors.Stale));
        Assert.That((await MergeAsync("""{"b":1}""", ct, condition: NotThere)).Error, Is.EqualTo(CommonErrors.Stale));
        Assert.That((await MergeAsync("5", ct, condition: Match(version + 1))).Error, Is.EqualTo(CommonErrors.Stale));
        Assert.That((await MergeAsync("""{"b":1}""", ct, condition: Match(version))).Value.Attribute.Value.Text, Is.EqualTo("""{"a":1,"b":1}"""));
    }

    [Test]
    public async Task Staff_does_it_on_the_record_where_it_may(CancellationToken ct)
    {
        await PutAsync(Team, """{"a":1}""");
        ActAsStaff(Permissions.AttributesWrite, Permissions.AttributesRead);
        Assert.That((await MergeOfPersonAsync("""{"b":true}""", ct)).Value.Attribute.Value.Text, Is.EqualTo("""{"a":1,"b":true}"""));
        AuditIs("attribute.set", """{"custom.team":{"a":1}}""", """{"custom.team":{"a":1,"b":true}}""");
        Hold(Other.Id);
        Assert.That((await MergeOfPersonAsync("{}", ct)).Error?.Code, Is.EqualTo("attribute.not_writable"));
        Hold(Other.Id, Permissions.AttributesWrite);
        Assert.That((await MergeOfPersonAsync("{}", ct)).Error?.Code, Is.EqualTo("attribute.not_readable"), "the answer would show what is not theirs to see");
        Hold(Other.Id, Permissions.AttributesWrite, Permissions.AttributesRead);
        Person.With(static user => user.DeletedAt, Any.Instant);
        Assert.That((await MergeOfPersonAsync("{}", ct)).Error, Is.EqualTo(UserErrors.NotFound));
    }

    private Task<Result<AttributeWritten>> MergeAsync(string patch, CancellationToken ct, string key = Team, VersionCondition? condition = null) =>
        new MergeAttributeValueHandler(Editor, Caller).Handle(new MergeAttributeValue { Key = key, Value = Json(patch), Condition = condition }, ct);

    private Task<Result<AttributeWritten>> MergeOfPersonAsync(string patch, CancellationToken ct) =>
        new MergeUserAttributeValueHandler(Editor).Handle(new MergeUserAttributeValue { UserId = Person.Id.Value, Key = Team, Value = Json(patch) }, ct);
}
