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

public sealed class SetAttributeValueTests : AttributeHouse
{
    [Test]
    public async Task A_plain_value_of_ones_own_is_one_statement(CancellationToken ct)
    {
        var made = await SetAsync("favourite_colour", "\" blue \"", ct);

        Assert.That((made.Value.IsNew, made.Value.Attribute.Value.Text, made.Value.Attribute.UpdatedByUserId), Is.EqualTo((true, "\"blue\"", (Guid?)Person.Id.Value)));
        Assert.That((World.AttributeStore.Calls, World.Work.Commits), Is.EqualTo((1, 0)));
        var changed = await SetAsync("favourite_colour", "\"green\"", ct, Match(made.Value.Attribute.Version));
        Assert.That((changed.Value.IsNew, changed.Value.Attribute.Value.Text), Is.EqualTo((false, "\"green\"")));
        Assert.That((World.AttributeStore.Calls, World.Work.Commits), Is.EqualTo((2, 0)));
        Assert.That((await SetAsync("favourite_colour", "\"blue\"", ct, Match(made.Value.Attribute.Version))).Error, Is.EqualTo(CommonErrors.Stale));
        NoAudit();
    }

    [Test]
    public async Task What_is_unique_stays_unique(CancellationToken ct)
    {
        Assert.That((await SetAsync("badge", "\"b7\"", ct)).Value.IsNew, Is.True);
        Caller = Asking.CallerOf(Other.Id);
        Assert.That((await SetAsync("badge", "\"b7\"", ct)).Error, Is.EqualTo(AttributeErrors.ValueTaken));
    }

    [Test]
    public async Task A_value_with_a_history_is_set_in_a_unit_of_work(CancellationToken ct)
    {
        var made = await SetAsync("steps", "7", ct);

        Assert.That((made.Value.IsNew, World.AttributeStore.Calls, World.Work.Commits), Is.EqualTo((true, 0, 1)));
        Assert.That(made.Value.Attribute.Version, Is.Positive);
        Assert.That((await SetAsync("steps", "8", ct)).Value.IsNew, Is.False);
        Assert.That((await SetAsync("steps", "8.0", ct)).Value.Attribute.Value.Text, Is.EqualTo("8"));
        Assert.That(World.Attributes.Changes.Select(static each => $"{each.OldValue}>{each.NewValue}"), Is.EqualTo([">7", "7>8"]));
        Assert.That(World.Attributes.Changes[0].ChangedByUserId, Is.EqualTo(Person.Id));
        NoAudit();
    }

    [Test]
    public async Task A_value_that_others_react_to_is_set_in_a_unit_of_work(CancellationToken ct)
    {
        await SetAsync("plan", "\"paid\"", ct);
        Assert.That((Reaction.Seen.Count, World.Work.Commits, Kept("plan")), Is.EqualTo((1, 1, "\"paid\"")));
    }

    [TestCase("favourite_colour")]
    [TestCase("steps")]
    public async Task Conditions_hold_for_each_kind_of_key(string key, CancellationToken ct)
    {
        var (first, second) = key == "steps" ? ("1", "2") : ("\"a\"", "\"b\"");
        Assert.That((await SetAsync(key, first, ct, There)).Error, Is.EqualTo(CommonErrors.Stale), "there is none yet");
        Assert.That((await SetAsync(key, first, ct, Match(1))).Error, Is.EqualTo(CommonErrors.Stale));
        Assert.That((await SetAsync(key, first, ct, NotThere)).Value.IsNew, Is.True);
        Assert.That((await SetAsync(key, second, ct, NotThere)).Error, Is.EqualTo(CommonErrors.Stale));
        Assert.That(Kept(key), Is.EqualTo(first));
        Assert.That((await SetAsync(key, second, ct, There)).Value.IsNew, Is.False);
        Assert.That(Kept(key), Is.EqualTo(second));
    }

    [TestCase("unheard_of", "1", "attribute.unknown_key")]
    [TestCase("custom.Bad", "1", "attribute.unknown_key")]
    [TestCase("custom.*", "1", "attribute.unknown_key")]
    [TestCase("tags", "[]", "attribute.not_writable")]
    [TestCase("origin", "null", "attribute.not_writable")]
    [TestCase("favourite_colour", "null", "attribute.value_required")]
    [TestCase("custom.team", "null", "attribute.value_required")]
    [TestCase("steps", "null", "attribute.value_required")]
    public async Task What_may_not_be_is_refused(string key, string value, string code, CancellationToken ct)
    {
        Assert.That((await SetAsync(key, value, ct)).Error?.Code, Is.EqualTo(code));
        Assert.That((World.AttributeStore.Calls, World.Work.Commits), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_value_that_is_missing_is_required(CancellationToken ct) => Assert.That(
        (await new SetAttributeValueHandler(Editor, Caller).Handle(new SetAttributeValue { Key = "steps" }, ct)).Error, Is.EqualTo(AttributeErrors.ValueRequired));

    [TestCase("favourite_colour", "5", "value type")]
    [TestCase("favourite_colour", "\"red\"", "value colour.too_loud")]
    [TestCase("favourite_colour", "\"\"", "value text.too_short")]
    [TestCase("steps", "-1", "value number.out_of_range")]
    [TestCase("custom.team", "{\"a\":[1,\"\\u0000\"]}", "value.a[1] text.malformed")]
    public async Task What_is_wrong_with_a_value_is_told_with_where(string key, string value, string fault, CancellationToken ct)
    {
        var error = (await SetAsync(key, value, ct)).Error as ValidationError;
        Assert.That(error?.Faults.Select(static each => $"{each.Path} {each.Code}"), Is.EqualTo([fault]));
        Assert.That(Kept(key), Is.Null);
    }

    [TestCase(252, null)]
    [TestCase(253, "attribute.too_large")]
    public async Task A_value_has_so_many_bytes_and_no_more(int length, string? code, CancellationToken ct)
    {
        // Two quotation marks and one character of two bytes.
        var error = (await SetAsync(Team, $"\"é{new string('x', length)}\"", ct)).Error as ValidationError;
        Assert.That(error?.Faults.Single().Code, Is.EqualTo(code));
    }

    [Test]
    public async Task Of_somebody_who_is_gone_nothing_is_set(CancellationToken ct)
    {
        Person.With(static user => user.DeletedAt, Any.Instant);
        Assert.That((await SetAsync("steps", "1", ct)).Error, Is.EqualTo(UserErrors.NotFound));
        Assert.That((await SetAsync("favourite_colour", "\"a\"", ct)).Error, Is.EqualTo(UserErrors.NotFound));
    }

    [Test]
    public async Task Staff_sets_it_in_a_unit_of_work_and_on_the_record(CancellationToken ct)
    {
        ActAsStaff(Permissions.AttributesWrite);
        var made = await SetOfPersonAsync("favourite_colour", "\"blue\"", ct);
        Assert.That((made.Value.IsNew, made.Value.Attribute.CreatedByUserId, World.AttributeStore.Calls, World.Work.Commits), Is.EqualTo((true, (Guid?)Other.Id.Value, 0, 1)));
        AuditIs("attribute.set", "{}", """{"favourite_colour":"blue"}""");

        Assert.That((await SetOfPersonAsync("favourite_colour", "\"green\"", ct)).Value.IsNew, Is.False);
        AuditIs("attribute.set", """{"favourite_colour":"blue"}""", """{"favourite_colour":"green"}""");
        Assert.That((await SetOfPersonAsync("favourite_colour", "\"grey\"", ct, Match(1))).Error, Is.EqualTo(CommonErrors.Stale));
        Assert.That(Kept("favourite_colour"), Is.EqualTo("\"green\""));
    }

    [Test]
    public async Task What_stays_as_it_is_leaves_no_record(CancellationToken ct)
    {
        await PutAsync("steps", "7");
        ActAsStaff(Permissions.AttributesWrite);
        Assert.That((await SetOfPersonAsync("steps", "7.0", ct)).Value.IsNew, Is.False);
        NoAudit();
    }

    [Test]
    public async Task Staff_sets_nothing_of_whoever_may_do_more_and_nothing_that_is_not_theirs(CancellationToken ct)
    {
        ActAsStaff(Permissions.AttributesWrite);
        Assert.That((await SetOfPersonAsync("plan", "\"paid\"", ct)).Error, Is.EqualTo(AttributeErrors.NotWritable), "the person alone");
        Assert.That((await SetOfPersonAsync("origin", "1", ct)).Error, Is.EqualTo(AttributeErrors.NotWritable));
        Hold(Person.Id, "audit:read");
        Assert.That((await SetOfPersonAsync("steps", "1", ct)).Error, Is.EqualTo(AccessErrors.TargetOutranksCaller));
        Person.With(static user => user.DeletedAt, Any.Instant);
        Assert.That((await SetOfPersonAsync("steps", "1", ct)).Error, Is.EqualTo(UserErrors.NotFound));
        NoAudit();
    }

    [Test]
    public async Task A_lost_race_is_told(CancellationToken ct)
    {
        World.Work.Refusals.Enqueue(CommonErrors.LostRace);
        Assert.That((await SetAsync("steps", "1", ct)).Error, Is.EqualTo(CommonErrors.LostRace));
    }

    private Task<Result<AttributeWritten>> SetAsync(string key, string value, CancellationToken ct, VersionCondition? condition = null) =>
        new SetAttributeValueHandler(Editor, Caller).Handle(new SetAttributeValue { Key = key, Value = Json(value), Condition = condition }, ct);

    private Task<Result<AttributeWritten>> SetOfPersonAsync(string key, string value, CancellationToken ct, VersionCondition? condition = null) =>
        new SetUserAttributeValueHandler(Editor).Handle(new SetUserAttributeValue { UserId = Person.Id.Value, Key = key, Value = Json(value), Condition = condition }, ct);
}
