using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Users;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Tests.Persistence.Attributes;

/// <summary>What lists hold stands in a table of its own, by which people are found, whichever way a list comes, changes and goes.</summary>
[CancelAfter(120_000)]
public sealed class AttributeElementsTests : DatabaseFixture
{
    private const string Key = "custom.k";

    private Guid _jo;

    private Node Node => field ??= NewNode();

    [SetUp]
    public async Task Register() => _jo = await InsertUserAsync("jo@example.org", TestContext.CurrentContext.CancellationToken);

    [Test]
    public async Task They_follow_the_list(CancellationToken ct)
    {
        await SetAsync("""["a","a",1,["b"],{"c":null}]""", ct);
        Assert.That(await ElementsAsync(ct), Is.EquivalentTo(await HashesAsync(["\"a\"", "1", "[\"b\"]", "{\"c\": null}"], ct)));
        await SetAsync("""["a",2]""", ct);
        Assert.That(await ElementsAsync(ct), Is.EquivalentTo(await HashesAsync(["\"a\"", "2"], ct)));
        await SetAsync("\"a\"", ct);
        Assert.That(await ElementsAsync(ct), Is.Empty, "no list any more");
        await SetAsync("""["a"]""", ct);
        Assert.That(await ElementsAsync(ct), Is.EquivalentTo(await HashesAsync(["\"a\""], ct)), "a list that was none");
        await SetAsync("[]", ct);
        Assert.That(await ElementsAsync(ct), Is.Empty, "nothing in it");
        await SetAsync("""["a"]""", ct);
        await Node.Get<IAttributeStore>().DeleteAsync(new UserId(_jo), Key, versions: null, ct);
        Assert.That(await ElementsAsync(ct), Is.Empty, "gone");
    }

    [Test]
    public async Task What_stays_in_a_list_is_not_written_again(CancellationToken ct)
    {
        await SetAsync("""["a","b","c"]""", ct);
        var before = await RowsAsync(ct);
        await SetAsync("""["d","c","b"]""", ct);
        Assert.That((await RowsAsync(ct)).Intersect(before).Count(), Is.EqualTo(2));
    }

    [TestCase("1", "2", 0)]
    [TestCase("\"a\"", "{\"a\": [1]}", 0)]
    [TestCase("[1]", "[1, 2]", 2)]
    public async Task What_is_no_list_runs_nothing(string first, string second, int calls, CancellationToken ct)
    {
        await using var connection = await Database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("set local track_functions = 'all'", ct);
        foreach (var value in new[] { first, second })
        {
            await connection.ExecuteAsync(
                "insert into user_attributes (user_id, key, value) values ($1, $2, $3::jsonb) on conflict (user_id, key) do update set value = excluded.value",
                ct, _jo, Key, value);
        }

        Assert.That(
            await connection.ListAsync<long>("select calls from pg_stat_xact_user_functions where funcname = 'list_attribute_elements'", ct),
            Is.EqualTo(calls == 0 ? [] : new[] { (long)calls }));
    }

    [Test]
    public async Task A_list_as_long_as_can_be_is_taken_and_found(CancellationToken ct)
    {
        await SetAsync($"[{string.Join(',', Enumerable.Range(1, 3_300))}]", ct);

        Assert.That(await ElementsAsync(ct), Has.Count.EqualTo(3_300));
        Assert.That(await HoldersAsync("3300", ct), Is.EqualTo([_jo]));
    }

    [Test]
    public async Task Another_element_with_the_same_hash_is_not_found(CancellationToken ct)
    {
        await SetAsync("""["a"]""", ct);
        await Database.ExecuteAsync("insert into user_attribute_elements select $1, $2, hashtextextended('\"b\"', 0)", ct, _jo, Key);

        Assert.That(await HoldersAsync("\"b\"", ct), Is.Empty);
        Assert.That(await ListedAsync("\"b\"", ct), Is.Empty);
        Assert.That((await HoldersAsync("\"a\"", ct), await ListedAsync("\"a\"", ct)), Is.EqualTo((new[] { _jo }, new[] { _jo })));
    }

    private async Task SetAsync(string value, CancellationToken ct) =>
        Assert.That((await Node.Get<IAttributeStore>().PutAsync(new AttributePut(new UserId(_jo), Key, value, IsUnique: false, new UserId(_jo), Versions: null), ct)).Error, Is.Null);

    private Task<List<long>> ElementsAsync(CancellationToken ct) =>
        Database.ListAsync<long>("select hash from user_attribute_elements where user_id = $1 and key = $2", ct, _jo, Key);

    private Task<List<string>> RowsAsync(CancellationToken ct) => Database.ListAsync<string>("select concat(ctid, hash) from user_attribute_elements", ct);

    private Task<List<long>> HashesAsync(string[] elements, CancellationToken ct) =>
        Database.ListAsync<long>("select hashtextextended(e, 0) from unnest($1::text[]) e", ct, [elements]);

    private async Task<Guid[]> HoldersAsync(string element, CancellationToken ct) =>
        [.. (await Node.Get<IAttributeReader>().FindHoldersAsync(new AttributeSearch(Key, element, InLists: true), null, 10, ct)).Select(static each => each.UserId)];

    private async Task<Guid[]> ListedAsync(string element, CancellationToken ct) =>
        [.. (await Node.Get<IUserReader>().ListAsync(new UserFilter { Sought = [new AttributeSearch(Key, element, InLists: true)] }, null, 10, ct)).Select(static each => each.Id)];
}
