using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>What showing values, their history and who has them has to do.</summary>
public abstract class AttributeReaderContract : StoreContract
{
    private readonly string _key = $"k{Any.Id<UserId>().Value:n}";

    [Test]
    public async Task Values_come_in_the_order_of_their_keys(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        Assert.That((await World.AttributeReader.ListAsync(user.Id, null, withDeleted: false, ct))!, Is.Empty);
        foreach (var key in new[] { "custom.b", "custom.a-", "custom.a_", "custom.ab", "a" })
        {
            await PutAsync(user, key, "1", ct);
        }

        Assert.That((await World.AttributeReader.ListAsync(user.Id, null, withDeleted: false, ct))!.Select(static each => each.Key),
            Is.EqualTo(["a", "custom.a-", "custom.a_", "custom.ab", "custom.b"]));
        Assert.That((await World.AttributeReader.ListAsync(user.Id, ["custom.b", "a", "custom.none"], withDeleted: false, ct))!.Select(static each => each.Key), Is.EqualTo(["a", "custom.b"]));
        Assert.That((await World.AttributeReader.ListAsync(user.Id, [], withDeleted: false, ct))!, Is.Empty);
    }

    [Test]
    public async Task Of_people_who_are_gone_nothing_is_shown(CancellationToken ct)
    {
        foreach (var id in new[] { (await SaveAsync(Any.DeletedUser(), ct)).Id, Any.Id<UserId>() })
        {
            Assert.That((await World.AttributeReader.FindAsync(id, _key, withDeleted: false, ct)).HasPerson, Is.False);
            Assert.That(await World.AttributeReader.ListAsync(id, null, withDeleted: false, ct), Is.Null);
            Assert.That(await World.AttributeReader.ListAsync(id, [_key], withDeleted: false, ct), Is.Null);
            Assert.That(await World.AttributeReader.ListAsOfAsync(id, null, Any.Instant, withDeleted: false, ct), Is.Null);
            Assert.That(await World.AttributeReader.ListHistoryAsync(id, _key, null, 10, withDeleted: false, ct), Is.Null);
        }
    }

    [Test]
    public async Task Of_deleted_people_everything_is_shown_where_it_is_asked_for(CancellationToken ct)
    {
        var (user, nobody) = (await SaveAsync(Any.User(), ct), Any.Id<UserId>());
        await PutAsync(user, _key, "1", ct);
        await ChangeAsync(user, _key, [null, "1"], ct);
        var deleted = (await World.Users.FindAsync(user.Id, ct))!;
        deleted.Delete(Any.Instant);
        await World.Work.CommitAsync(ct);

        foreach (var (id, count) in new[] { (user.Id, (int?)1), (nobody, null) })
        {
            Assert.That((await World.AttributeReader.FindAsync(id, _key, withDeleted: true, ct)).Found?.Value.Text, Is.EqualTo(count is null ? null : "1"));
            Assert.That((await World.AttributeReader.ListAsync(id, null, withDeleted: true, ct))?.Count, Is.EqualTo(count));
            Assert.That((await World.AttributeReader.ListAsync(id, [_key], withDeleted: true, ct))?.Count, Is.EqualTo(count));
            Assert.That((await World.AttributeReader.ListAsOfAsync(id, null, DateTimeOffset.MaxValue, withDeleted: true, ct))?.Count, Is.EqualTo(count));
            Assert.That((await World.AttributeReader.ListHistoryAsync(id, _key, null, 10, withDeleted: true, ct))?.Count, Is.EqualTo(count));
            Assert.That(await World.AttributeReader.ListAsync(id, null, withDeleted: false, ct), Is.Null);
        }
    }

    [Test]
    public async Task A_history_is_told_from_the_newest_in_parts(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        await ChangeAsync(user, _key, [null, "1", "2", null, "3"], ct);
        await ChangeAsync(user, "other", [null, "9"], ct);

        var first = (await World.AttributeReader.ListHistoryAsync(user.Id, _key, null, 3, withDeleted: false, ct))!;
        Assert.That(first.Select(static each => $"{each.OldValue}>{each.NewValue}"), Is.EqualTo(["null>3", "2>null", "1>2"]));
        Assert.That(first[0].ChangedByUserId, Is.EqualTo(user.Id.Value));
        var rest = (await World.AttributeReader.ListHistoryAsync(user.Id, _key, new Position(first[^1].ChangedAt, first[^1].Id), 3, withDeleted: false, ct))!;
        Assert.That(rest.Select(static each => $"{each.OldValue}>{each.NewValue}"), Is.EqualTo(["null>1"]));
        Assert.That(await World.AttributeReader.ListHistoryAsync(user.Id, _key, new Position(rest[0].ChangedAt, rest[0].Id), 3, withDeleted: false, ct), Is.Empty);
        Assert.That(await World.AttributeReader.ListHistoryAsync(user.Id, "none", null, 3, withDeleted: false, ct), Is.Empty);
    }

    [Test]
    public async Task Values_are_shown_as_they_stood(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        await ChangeAsync(user, _key, [null, "1", "2", null, "3"], ct);
        await ChangeAsync(user, "other", [null, "9"], ct);
        var at = (await World.AttributeReader.ListHistoryAsync(user.Id, _key, null, 10, withDeleted: false, ct))!.Select(static each => each.ChangedAt).Reverse().ToList();
        var last = (await World.AttributeReader.ListHistoryAsync(user.Id, "other", null, 1, withDeleted: false, ct))!.Single().ChangedAt;

        Assert.That(await AsOfAsync(at[0].AddTicks(-10)), Is.Empty);
        Assert.That(await AsOfAsync(at[0]), Is.EqualTo(["1"]));
        Assert.That(await AsOfAsync(at[1]), Is.EqualTo(["2"]));
        Assert.That(await AsOfAsync(at[2]), Is.Empty, "taken away");
        Assert.That(await AsOfAsync(at[3]), Is.EqualTo(["3"]));
        Assert.That(await AsOfAsync(last), Is.EqualTo(["3", "9"]));
        var both = (await World.AttributeReader.ListAsOfAsync(user.Id, [_key], at[1], withDeleted: false, ct))!.Single();
        Assert.That((both.Key, both.CreatedAt, both.UpdatedAt, both.CreatedByUserId), Is.EqualTo((_key, (DateTimeOffset?)at[0], (DateTimeOffset?)at[1], (Guid?)user.Id.Value)));
        Assert.That((await World.AttributeReader.ListAsOfAsync(user.Id, [_key], at[3], withDeleted: false, ct))!.Single().CreatedAt, Is.EqualTo(at[3]), "it came anew");

        async Task<IEnumerable<string>> AsOfAsync(DateTimeOffset instant) =>
            (await World.AttributeReader.ListAsOfAsync(user.Id, null, instant, withDeleted: false, ct))!.Select(static each => each.Value.Text);
    }

    [Test]
    public async Task People_are_found_by_a_value(CancellationToken ct)
    {
        var people = new List<User>();
        foreach (var value in new[] { "1.5", "\"1.5\"", "1.5", """{"a":1,"b":2}""", "[1.5]", "1.5" })
        {
            people.Add(await SaveAsync(Any.User(), ct));
            await PutAsync(people[^1], _key, value, ct);
        }

        await PutAsync(people[0], "other", "7", ct);
        Assert.That(await HoldersAsync("1.5", inLists: false, ct), Is.EqualTo(Last(people, 5, 2, 0)));
        Assert.That(await HoldersAsync("\"1.5\"", inLists: false, ct), Is.EqualTo(Last(people, 1)));
        Assert.That(await HoldersAsync("""{"b":2,"a":1}""", inLists: false, ct), Is.EqualTo(Last(people, 3)));
        Assert.That(await HoldersAsync("""{"a":1}""", inLists: false, ct), Is.Empty, "a part is none");
        Assert.That(await HoldersAsync("7", inLists: false, ct), Is.Empty, "another key");
        Assert.That(await HoldersAsync("1.5", inLists: null, ct), Is.EqualTo(Last(people, 5, 4, 2, 0)));
        var first = await World.AttributeReader.FindHoldersAsync(new AttributeSearch(_key, "1.5", InLists: null), null, 2, ct);
        var rest = await World.AttributeReader.FindHoldersAsync(
            new AttributeSearch(_key, "1.5", InLists: null), new Position(DateTimeOffset.UnixEpoch, first[^1].UserId), 2, ct);
        Assert.That(first.Concat(rest).Select(static each => each.UserId), Is.EqualTo(Last(people, 5, 4, 2, 0)));

        var world = Anew();
        (await world.Users.FindAsync(people[5].Id, ct))!.With(static each => each.Status, UserStatus.Suspended).With(static each => each.DeletedAt, Any.Instant);
        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);
        Assert.That(await HoldersAsync("1.5", inLists: null, ct), Is.EqualTo(Last(people, 4, 2, 0)), "whoever is deleted has nothing");
    }

    [Test]
    public async Task People_are_found_by_an_element(CancellationToken ct)
    {
        var people = new List<User>();
        foreach (var value in new[] { """["vip","beta"]""", "\"vip\"", """["vipx"]""", """[["vip"]]""", """[{"a":1,"b":2}]""", """["beta","vip","vip"]""", "[]" })
        {
            people.Add(await SaveAsync(Any.User(), ct));
            await PutAsync(people[^1], _key, value, ct);
        }

        Assert.That(await HoldersAsync("\"vip\"", inLists: true, ct), Is.EqualTo(Last(people, 5, 0)));
        Assert.That(await HoldersAsync("""["vip"]""", inLists: true, ct), Is.EqualTo(Last(people, 3)));
        Assert.That(await HoldersAsync("""{"a":1}""", inLists: true, ct), Is.Empty, "a part of an element is none");
        Assert.That(await HoldersAsync("""{"b":2,"a":1}""", inLists: true, ct), Is.EqualTo(Last(people, 4)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_long_value_is_found_like_a_short_one(bool inLists, CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        var text = $"\"{string.Concat(Enumerable.Range(0, 2_500).Select(static i => $"{i:x4}"))}\"";
        await PutAsync(user, _key, inLists ? $"[{text}]" : text, ct);
        Assert.That(await HoldersAsync(text, inLists, ct), Is.EqualTo(Last([user], 0)));
    }

    private static IEnumerable<Guid> Last(List<User> people, params int[] which) => which.Select(each => people[each].Id.Value).OrderDescending();

    private async Task<IEnumerable<Guid>> HoldersAsync(string value, bool? inLists, CancellationToken ct) =>
        (await World.AttributeReader.FindHoldersAsync(new AttributeSearch(_key, value, inLists), null, 100, ct)).Select(static each => each.UserId);

    private async Task PutAsync(User user, string key, string value, CancellationToken ct) =>
        Assert.That((await World.AttributeStore.PutAsync(new AttributePut(user.Id, key, value, IsUnique: false, user.Id, Versions: null), ct)).Error, Is.Null);

    // Each in a transaction of its own, and so at an instant of its own.
    private async Task ChangeAsync(User user, string key, string?[] values, CancellationToken ct)
    {
        foreach (var (before, after) in values.Zip(values.Skip(1)))
        {
            var world = Anew();
            world.Attributes.Add(new UserAttributeChange(Any.Id<UserAttributeChangeId>(), new AttributeChanged(user.Id, key, before, after, user.Id)));
            Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);
        }
    }
}
