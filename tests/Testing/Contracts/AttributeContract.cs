using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>What keeping values of people has to do, whether one by one or in a unit of work.</summary>
public abstract class AttributeContract : StoreContract
{
    // Below what one person may have together, and above what two of them may.
    private static readonly string Half = $"\"{new string('x', AttributesOptions.MaxBytesPerUser / 2)}\"";

    private readonly string _key = $"k{Any.Id<UserId>().Value:n}";

    [Test]
    public async Task A_value_is_there_once_it_is_saved(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        var world = Anew();
        world.Attributes.Add(New(user, "\"blue\"", author: user.Id));
        var before = await World.AttributeReader.FindAsync(user.Id, _key, withDeleted: false, ct);
        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);

        var found = (await World.AttributeReader.FindAsync(user.Id, _key, withDeleted: false, ct)).Found;
        Assert.That((before.HasPerson, before.Found), Is.EqualTo((true, (AttributeDto?)null)));
        Assert.That((found?.Key, found?.Value.Text, found?.CreatedByUserId, found?.UpdatedByUserId),
            Is.EqualTo((_key, "\"blue\"", (Guid?)user.Id.Value, (Guid?)user.Id.Value)));
        Assert.That(found?.UpdatedAt, Is.EqualTo(found?.CreatedAt));
        Assert.That(found?.Version, Is.Positive);
    }

    [Test]
    public async Task A_unit_of_work_knows_what_it_did_before_others_do(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        await PutAsync(user, "1", ct, key: "custom.old");
        World.Attributes.Add(New(user, "\"blue\""));
        World.Attributes.Remove((await World.Attributes.FindAsync(user.Id, ["custom.old"], ct)).Single());

        Assert.That((await World.Attributes.FindAsync(user.Id, [_key, "custom.old", "custom.other"], ct)).Select(static each => each.Value), Is.EqualTo(["\"blue\""]));
        var others = (await Anew().Attributes.FindAsync(user.Id, [_key, "custom.old"], ct)).Select(static each => each.Key);
        Assert.That(others, Is.EqualTo(["custom.old"]));
    }

    [Test]
    public async Task What_is_given_up_never_was(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        World.Attributes.Add(New(user, "1"));
        await World.Work.ForgetAsync(ct);
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.Null);
        Assert.That(await World.Attributes.FindAsync(user.Id, [_key], ct), Is.Empty);
    }

    [Test]
    public async Task What_comes_and_goes_within_one_unit_of_work_never_was(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        var brief = New(user, "1");
        World.Attributes.Add(brief);
        brief.Remove();
        World.Attributes.Remove(brief);
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.Null);
        Assert.That((await World.AttributeReader.ListAsync(user.Id, null, withDeleted: false, ct))!, Is.Empty);
    }

    [Test]
    public async Task No_version_comes_twice(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        List<long> versions = [await PutAsync(user, "1", ct), await PutAsync(user, "2", ct)];
        await World.AttributeStore.DeleteAsync(user.Id, _key, versions: null, ct);
        versions.Add(await PutAsync(user, "2", ct));
        var present = (await World.Attributes.FindAsync(user.Id, [_key], ct)).Single();
        present.Change("3", isUnique: false);
        await World.Work.CommitAsync(ct);
        versions.Add(present.Version);
        versions.Add((await World.AttributeReader.FindAsync(user.Id, _key, withDeleted: false, ct)).Found!.Version);

        Assert.That(versions, Is.Ordered.Ascending);
        Assert.That(versions.Distinct().Count(), Is.EqualTo(4), "the last two are one");
    }

    [TestCase("1.5", "1.5")]
    [TestCase("""{"a":1,"b":[true]}""", """{"b":[true],"a":1}""")]
    [TestCase("\"\\u00e9\"", "\"é\"")]
    public async Task An_equal_value_changes_nothing(string first, string again, CancellationToken ct)
    {
        var (user, other) = (await SaveAsync(Any.User(), ct), await SaveAsync(Any.User(), ct));
        var version = await PutAsync(user, first, ct);
        var before = (await World.AttributeReader.FindAsync(user.Id, _key, withDeleted: false, ct)).Found!;
        var put = await World.AttributeStore.PutAsync(new AttributePut(user.Id, _key, again, IsUnique: false, other.Id, Versions: null), ct);

        Assert.That((put.Value.IsNew, put.Value.Attribute.Version), Is.EqualTo((false, version)));
        Assert.That((await World.AttributeReader.FindAsync(user.Id, _key, withDeleted: false, ct)).Found, Is.EqualTo(before), "neither when it was changed nor by whom");
    }

    [Test]
    public async Task Whoever_sets_is_named_and_whoever_set_first_stays(CancellationToken ct)
    {
        var (user, other) = (await SaveAsync(Any.User(), ct), await SaveAsync(Any.User(), ct));
        var made = await World.AttributeStore.PutAsync(new AttributePut(user.Id, _key, "1", IsUnique: false, user.Id, Versions: null), ct);
        var changed = await World.AttributeStore.PutAsync(new AttributePut(user.Id, _key, "2", IsUnique: false, other.Id, Versions: null), ct);

        Assert.That((made.Value.IsNew, made.Value.Attribute.CreatedByUserId, made.Value.Attribute.UpdatedByUserId),
            Is.EqualTo((true, (Guid?)user.Id.Value, (Guid?)user.Id.Value)));
        Assert.That((changed.Value.IsNew, changed.Value.Attribute.CreatedByUserId, changed.Value.Attribute.UpdatedByUserId),
            Is.EqualTo((false, (Guid?)user.Id.Value, (Guid?)other.Id.Value)));
        Assert.That(changed.Value.Attribute.CreatedAt, Is.EqualTo(made.Value.Attribute.CreatedAt));
        Assert.That((await World.AttributeReader.FindAsync(user.Id, _key, withDeleted: false, ct)).Found?.UpdatedAt, Is.GreaterThan(made.Value.Attribute.UpdatedAt!.Value));
    }

    [Test]
    public async Task A_version_that_is_named_has_to_be_the_present_one(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        var version = await PutAsync(user, "1", ct);

        Assert.That((await PutIfAsync(user, "2", version - 1, ct)).Error, Is.EqualTo(CommonErrors.Stale));
        Assert.That((await World.AttributeStore.DeleteAsync(user.Id, _key, Only(version - 1), ct)).Error, Is.EqualTo(CommonErrors.Stale));
        Assert.That((await World.AttributeReader.FindAsync(user.Id, _key, withDeleted: false, ct)).Found?.Value.Text, Is.EqualTo("1"));
        var next = (await PutIfAsync(user, "2", version, ct)).Value.Attribute;
        Assert.That((next.Value.Text, next.Version > version), Is.EqualTo(("2", true)));
        Assert.That((await World.AttributeStore.DeleteAsync(user.Id, _key, Only(next.Version), ct)).Error, Is.Null);
        Assert.That((await PutIfAsync(user, "2", next.Version, ct)).Error, Is.EqualTo(CommonErrors.Stale), "gone");
        Assert.That((await World.AttributeStore.DeleteAsync(user.Id, _key, Only(next.Version), ct)).Error, Is.EqualTo(CommonErrors.Stale));
        Assert.That((await World.AttributeStore.DeleteAsync(user.Id, _key, versions: null, ct)).Error, Is.Null, "as it should be");
    }

    [Test]
    public async Task Only_one_person_has_a_unique_value(CancellationToken ct)
    {
        var (user, other, third) = (await SaveAsync(Any.User(), ct), await SaveAsync(Any.User(), ct), await SaveAsync(Any.User(), ct));
        await PutAsync(third, "1.5", ct);
        await PutAsync(user, "1.5", ct, isUnique: true);

        var put = await World.AttributeStore.PutAsync(new AttributePut(other.Id, _key, "1.5", IsUnique: true, other.Id, Versions: null), ct);
        Assert.That(put.Error, Is.EqualTo(AttributeErrors.ValueTaken));
        World.Attributes.Add(New(other, "1.5", isUnique: true));
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.EqualTo(AttributeErrors.ValueTaken));
        await World.Work.ForgetAsync(ct);
        Assert.That(await PutAsync(other, "1.5", ct, key: "custom.else", isUnique: true), Is.Positive, "another key");
        Assert.That(await PutAsync(other, "2", ct, isUnique: true), Is.Positive);
        var present = (await World.Attributes.FindAsync(other.Id, [_key], ct)).Single();
        present.Change("1.5", isUnique: true);
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.EqualTo(AttributeErrors.ValueTaken));
    }

    [Test]
    public async Task Two_who_set_a_key_first_do_not_both(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        World.Attributes.Add(New(user, "1"));
        await PutAsync(user, "2", ct);

        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.EqualTo(CommonErrors.LostRace));
    }

    [Test]
    public async Task One_person_has_so_many_and_no_more(CancellationToken ct)
    {
        var (user, other) = (await SaveAsync(Any.User(), ct), await SaveAsync(Any.User(), ct));
        var world = Anew();
        for (var i = 0; i < new AttributesOptions().MaxPerUser; i++)
        {
            world.Attributes.Add(New(user, "1", key: $"custom.k{i}"));
        }

        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);
        Assert.That((await World.AttributeStore.PutAsync(new AttributePut(user.Id, _key, "1", IsUnique: false, user.Id, Versions: null), ct)).Error, Is.EqualTo(AttributeErrors.TooMany));
        Assert.That(await PutAsync(user, "2", ct, key: "custom.k0"), Is.Positive, "what is there can be changed");
        Assert.That(await PutAsync(other, "2", ct), Is.Positive, "others have their own");
        World.Attributes.Add(New(user, "1"));
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.EqualTo(AttributeErrors.TooMany));
        await World.Work.ForgetAsync(ct);

        World.Attributes.Add(New(user, "1"));
        World.Attributes.Remove((await World.Attributes.FindAsync(user.Id, ["custom.k1"], ct)).Single());
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.Null, "one for another");
    }

    [Test]
    public async Task One_persons_values_are_so_large_together_and_no_larger(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        var rest = $"\"{new string('x', (AttributesOptions.MaxBytesPerUser / 2) - 4)}\"";
        await PutAsync(user, Half, ct);
        await PutAsync(user, rest, ct, key: "custom.rest");

        Assert.That((await World.AttributeStore.PutAsync(new AttributePut(user.Id, "custom.one", "1", IsUnique: false, user.Id, Versions: null), ct)).Error, Is.EqualTo(AttributeErrors.StorageFull));
        Assert.That((await World.AttributeStore.PutAsync(new AttributePut(user.Id, "custom.rest", rest.Insert(1, "x"), IsUnique: false, user.Id, Versions: null), ct)).Error, Is.EqualTo(AttributeErrors.StorageFull));
        World.Attributes.Add(New(user, "1", key: "custom.one"));
        World.Attributes.Remove((await World.Attributes.FindAsync(user.Id, [_key], ct)).Single());
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.Null, "one for another");
    }

    [Test]
    public async Task Only_living_people_have_values(CancellationToken ct)
    {
        var deleted = await SaveAsync(Any.DeletedUser(), ct);
        foreach (var id in new[] { deleted.Id, Any.Id<UserId>() })
        {
            Assert.That((await World.AttributeStore.PutAsync(new AttributePut(id, _key, "1", IsUnique: false, id, Versions: null), ct)).Error, Is.EqualTo(UserErrors.NotFound));
            Assert.That((await World.AttributeStore.PutAsync(new AttributePut(id, _key, "1", IsUnique: false, id, Only(1)), ct)).Error, Is.EqualTo(CommonErrors.Stale));
        }
    }

    [Test]
    public async Task Everything_is_forgotten_but_what_comes_afterwards(CancellationToken ct)
    {
        var (user, other) = (await SaveAsync(Any.User(), ct), await SaveAsync(Any.User(), ct));
        foreach (var each in new[] { user, other })
        {
            await PutAsync(each, "1", ct);
            World.Attributes.Add(new UserAttributeChange(Any.Id<UserAttributeChangeId>(), new AttributeChanged(each.Id, _key, null, "1", null)));
        }

        await World.Work.CommitAsync(ct);
        var world = Anew();
        await world.Attributes.ForgetAllAsync(user.Id, ct);
        world.Attributes.Add(New(user, "2", key: "custom.new"));
        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);

        Assert.That((await World.AttributeReader.ListAsync(user.Id, null, withDeleted: false, ct))!.Select(static each => each.Key), Is.EqualTo(["custom.new"]));
        Assert.That(await World.AttributeReader.ListHistoryAsync(user.Id, _key, null, 10, withDeleted: false, ct), Is.Empty);
        Assert.That((await World.AttributeReader.ListAsync(other.Id, null, withDeleted: false, ct))!, Has.Count.EqualTo(1));
        Assert.That(await World.AttributeReader.ListHistoryAsync(other.Id, _key, null, 10, withDeleted: false, ct), Has.Count.EqualTo(1));
    }

    private static HashSet<long> Only(long version) => [version];

    private UserAttribute New(User user, string value, string? key = null, bool isUnique = false, UserId? author = null) =>
        UserAttribute.Create(Any.Id<UserAttributeId>(), user.Id, key ?? _key, value, isUnique, author);

    private Task<Result<AttributeWritten>> PutIfAsync(User user, string value, long version, CancellationToken ct) =>
        World.AttributeStore.PutAsync(new AttributePut(user.Id, _key, value, IsUnique: false, user.Id, Only(version)), ct);

    private async Task<long> PutAsync(User user, string value, CancellationToken ct, string? key = null, bool isUnique = false)
    {
        var put = await World.AttributeStore.PutAsync(new AttributePut(user.Id, key ?? _key, value, isUnique, user.Id, Versions: null), ct);
        Assert.That(put.Error, Is.Null);
        return put.Value.Attribute.Version;
    }
}
