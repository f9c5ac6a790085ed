using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Roles;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Attributes;

public sealed class DeleteAttributeValueTests : AttributeHouse
{
    [Test]
    public async Task A_plain_value_of_ones_own_goes_in_one_statement(CancellationToken ct)
    {
        var version = await PutAsync(Team, "1");
        var calls = World.AttributeStore.Calls;
        Assert.That(await DeleteAsync(Team, ct, Match(version + 1)), Is.EqualTo("concurrency.stale"));
        Assert.That(await DeleteAsync(Team, ct, Match(version)), Is.Null);
        Assert.That((Kept(Team), World.AttributeStore.Calls - calls, World.Work.Commits), Is.EqualTo(((string?)null, 2, 0)));
        Assert.That(await DeleteAsync(Team, ct), Is.Null, "where there is none, that is fine");
        NoAudit();
    }

    [Test]
    public async Task What_has_a_history_goes_in_a_unit_of_work(CancellationToken ct)
    {
        var version = await PutAsync("steps", "7");
        Assert.That(await DeleteAsync("steps", ct, Match(version + 1)), Is.EqualTo("concurrency.stale"));
        Assert.That(await DeleteAsync("steps", ct, NotThere), Is.EqualTo("concurrency.stale"));
        Assert.That(await DeleteAsync("steps", ct, Match(version)), Is.Null);
        Assert.That((Kept("steps"), World.Work.Commits), Is.EqualTo(((string?)null, 1)));
        Assert.That(World.Attributes.Changes.Select(static each => $"{each.OldValue}>{each.NewValue}"), Is.EqualTo(["7>"]));
        Assert.That(await DeleteAsync("steps", ct), Is.Null);
        Assert.That(World.Work.Commits, Is.EqualTo(1), "nothing to do");
        Assert.That(await DeleteAsync("steps", ct, There), Is.EqualTo("concurrency.stale"));
    }

    [Test]
    public async Task A_condition_on_nothing_being_there_holds_for_plain_keys_too(CancellationToken ct)
    {
        await PutAsync(Team, "1");
        Assert.That(await DeleteAsync(Team, ct, NotThere), Is.EqualTo("concurrency.stale"));
        Assert.That(await DeleteAsync(Team, ct, There), Is.Null);
        Assert.That(Kept(Team), Is.Null);
    }

    [TestCase("unheard_of", "attribute.unknown_key")]
    [TestCase("tags", "attribute.not_writable")]
    [TestCase("origin", "attribute.not_writable")]
    public async Task What_may_not_be_is_refused(string key, string code, CancellationToken ct) => Assert.That(await DeleteAsync(key, ct), Is.EqualTo(code));

    [Test]
    public async Task Staff_does_it_on_the_record_where_it_may(CancellationToken ct)
    {
        await PutAsync("tags", "[\"vip\"]");
        ActAsStaff(Permissions.AttributesWrite);
        Assert.That(await DeleteOfPersonAsync("tags", ct), Is.Null);
        AuditIs("attribute.delete", """{"tags":["vip"]}""", "{}");
        Assert.That(await DeleteOfPersonAsync("tags", ct), Is.Null);
        Assert.That(Audit.ReceivedCalls().Count(), Is.EqualTo(1), "what was not there leaves no record");
        Assert.That(await DeleteOfPersonAsync("plan", ct), Is.EqualTo("attribute.not_writable"));
        Hold(Person.Id, "audit:read");
        Assert.That(await DeleteOfPersonAsync("tags", ct), Is.EqualTo(AccessErrors.TargetOutranksCaller.Code));
        Person.With(static user => user.DeletedAt, Any.Instant);
        Assert.That(await DeleteOfPersonAsync("tags", ct), Is.EqualTo(UserErrors.NotFound.Code));
    }

    [Test]
    public async Task A_lost_race_is_told(CancellationToken ct)
    {
        await PutAsync("steps", "7");
        World.Work.Refusals.Enqueue(CommonErrors.LostRace);
        Assert.That(await DeleteAsync("steps", ct), Is.EqualTo(CommonErrors.LostRace.Code));
    }

    private async Task<string?> DeleteAsync(string key, CancellationToken ct, VersionCondition? condition = null) =>
        (await new DeleteAttributeValueHandler(Editor, Caller).Handle(new DeleteAttributeValue(key, condition), ct)).Error?.Code;

    private async Task<string?> DeleteOfPersonAsync(string key, CancellationToken ct) =>
        (await new DeleteUserAttributeValueHandler(Editor).Handle(new DeleteUserAttributeValue(Person.Id.Value, key, Condition: null), ct)).Error?.Code;
}
