using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence.Attributes;

/// <summary>
/// A million values of 100,000 people, made once for all tests here: what is asked goes by an index and reads few pages, however common or
/// long the value is and wherever the part begins. The statements are those that the service sends, planned with values and without.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[CancelAfter(300_000)]
public sealed partial class AttributePlanTests
{
    private const string ByValue = "ix_user_attributes_value";
    private const string ByElement = "_user_attribute_elements";
    private const string ByPerson = "ux_user_attributes_user_key";
    private static readonly string Long = $"\"{string.Concat(Enumerable.Range(0, 2_500).Select(static i => $"{i:x4}"))}\"";

    private TestDatabase _database = null!;
    private Node _node = null!;

    private IAttributeReader Reader => _node.Get<IAttributeReader>();

    [OneTimeSetUp]
    public async Task MakeMany()
    {
        var ct = CancellationToken.None;
        _database = await Databases.CreateAsync(ct);
        _node = new Node(_database.ConnectionString);
        await using var connection = await _node.Database.OpenConnectionAsync(ct);

        // Past the triggers, which judge one row after another.
        await connection.ExecuteAsync("set session_replication_role = replica", ct);
        await connection.ExecuteAsync(
            """
            insert into users (id, email, status)
            select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, n || '@example.org', 'active' from generate_series(1, 100000) n
            """, ct);
        await connection.ExecuteAsync(
            $"""
            insert into user_attributes (user_id, key, value)
            select u.id, k.key, case k.n
                when 1 then to_jsonb(case when u.n % 2 = 0 then 'common' when u.n % 1000 = 1 then 'rare' else 'v' || u.n end)
                when 2 then case when u.n % 2 = 0 then '["common","x"]'::jsonb when u.n % 1000 = 1 then '["rare"]' else jsonb_build_array('v' || u.n) end
                when 3 then case when u.n % 1000 = 1 then '{Long}'::jsonb else to_jsonb(u.n) end
                when 4 then case when u.n <= 30000 then '["early"]'::jsonb else '[]' end
                else to_jsonb(u.n % 100) end
            from (select id, row_number() over (order by id) as n from users) u,
                (select n, case n when 2 then 'profile_flags' else 'custom.k' || n end as key from generate_series(1, 10) n) k
            """, ct);
        await connection.ExecuteAsync(
            """
            insert into user_attribute_changes (user_id, key, old_value, new_value, changed_at)
            select id, 'profile_flags', null, '["a"]', now() - n * interval '1 minute' from users, generate_series(1, 3) n
            """, ct);
        await connection.ExecuteAsync(
            """
            insert into user_attribute_elements (user_id, key, hash)
            select user_id, key, attribute_element_hashes(value) from user_attributes where jsonb_typeof(value) = 'array'
            """, ct);

        // As they are while much is written: an index alone does not say yet which rows count.
        await connection.ExecuteAsync("vacuum (analyze) users, user_attributes, user_attribute_changes", ct);
        await connection.ExecuteAsync("analyze user_attribute_elements", ct);
    }

    [OneTimeTearDown]
    public async Task DropThem()
    {
        await _node.DisposeAsync();
        await _database.DisposeAsync();
    }

    // For each of the 51 rows of a part: the row, the person, and the way to both.
    [TestCase("rare", 0)]
    [TestCase("rare", 50_001)]
    [TestCase("common", 0)]
    [TestCase("common", 50_000)]
    [TestCase("common", 200)]
    public Task People_by_a_value(string value, int below, CancellationToken ct) => ReadsAsync(
        token => Reader.FindHoldersAsync(new AttributeSearch("custom.k1", $"\"{value}\"", InLists: false), Below(below), 51, token),
        $"'custom.k1', '\"{value}\"'", below, ByValue, 400, ct);

    [TestCase(0)]
    [TestCase(50_001)]
    public Task People_by_a_long_value(int below, CancellationToken ct) => ReadsAsync(
        token => Reader.FindHoldersAsync(new AttributeSearch("custom.k3", Long, InLists: false), Below(below), 51, token), $"'custom.k3', '{Long}'", below, ByValue, 1_000, ct);

    // Besides the person and the way there, the list itself. Who all have an element are some thousand pages: whoever sorts them is seen.
    [TestCase("profile_flags", "rare", 0)]
    [TestCase("profile_flags", "rare", 50_001)]
    [TestCase("profile_flags", "common", 0)]
    [TestCase("profile_flags", "common", 50_000)]
    [TestCase("profile_flags", "common", 200)]
    [TestCase("custom.k4", "early", 0)]
    [TestCase("custom.k4", "early", 200)]
    public Task People_by_an_element(string key, string value, int below, CancellationToken ct) => ReadsAsync(
        token => Reader.FindHoldersAsync(new AttributeSearch(key, $"\"{value}\"", InLists: true), Below(below), 51, token),
        $"'{key}', '\"{value}\"'", below, ByElement, PagesFor(value), ct);

    [TestCase("custom.k1", "common", false)]
    [TestCase("profile_flags", "common", true)]
    [TestCase("profile_flags", "common", null)]
    public async Task A_part_costs_the_same_wherever_it_begins(string key, string value, bool? inLists, CancellationToken ct)
    {
        var search = new AttributeSearch(key, $"\"{value}\"", inLists);
        foreach (var ask in new Func<int, CancellationToken, Task>[]
        {
            (below, token) => Reader.FindHoldersAsync(search, Below(below), 51, token),
            (below, token) => ListAsync(new UserFilter { Sought = [search] }, below, token),
        })
        {
            var pages = new List<int>();
            foreach (var below in new[] { 0, 50_000, 200 })
            {
                pages.AddRange(await ReadsAsync(token => ask(below, token), $"'{key}', '\"{value}\"'", below, inLists is false ? ByValue : ByElement, 600, ct));
            }

            Assert.That(pages.Max() - pages.Min(), Is.LessThan(10), string.Join(' ', pages));
        }
    }

    [TestCase("rare", 0)]
    [TestCase("rare", 50_001)]
    [TestCase("common", 0)]
    [TestCase("common", 50_000)]
    [TestCase("common", 200)]
    public Task A_list_of_people_with_a_value(string value, int below, CancellationToken ct) => ReadsAsync(
        token => ListAsync(new UserFilter { Sought = [new AttributeSearch("custom.k1", $"\"{value}\"", InLists: false)] }, below, token),
        $"'custom.k1', '\"{value}\"'", below, ByValue, 400, ct);

    [TestCase("profile_flags", "rare", 0)]
    [TestCase("profile_flags", "rare", 50_001)]
    [TestCase("profile_flags", "common", 0)]
    [TestCase("profile_flags", "common", 50_000)]
    [TestCase("profile_flags", "common", 200)]
    [TestCase("custom.k4", "early", 0)]
    [TestCase("custom.k4", "early", 200)]
    public Task A_list_of_people_with_an_element(string key, string value, int below, CancellationToken ct) => ReadsAsync(
        token => ListAsync(new UserFilter { Sought = [new AttributeSearch(key, $"\"{value}\"", InLists: true)] }, below, token),
        $"'{key}', '\"{value}\"'", below, ByElement, PagesFor(value), ct);

    [TestCase("rare", 0)]
    [TestCase("common", 0)]
    [TestCase("common", 50_000)]
    public Task A_list_of_people_with_a_value_or_an_element_deleted_ones_too(string value, int below, CancellationToken ct) => ReadsAsync(
        token => ListAsync(new UserFilter { IncludeDeleted = true, Sought = [new AttributeSearch("profile_flags", $"\"{value}\"", InLists: null)] }, below, token),
        $"'profile_flags', '\"{value}\"'", below, ByElement, PagesFor(value), ct);

    // What else is asked says whom, and the value is looked at there.
    [TestCase("custom.k1", false)]
    [TestCase("profile_flags", true)]
    public Task Somebody_in_particular_with_a_common_value(string key, bool inLists, CancellationToken ct) => ReadsAsync(
        token => ListAsync(new UserFilter { Email = "77776@example.org", Sought = [new AttributeSearch(key, "\"common\"", inLists)] }, below: 0, token),
        $"'77776@example.org', '{key}', '\"common\"'", 0, "ux_users_email_normalized", 24, ct, "text, text, jsonb");

    [TestCase("rare", 0)]
    [TestCase("rare", 50_001)]
    [TestCase("common", 0)]
    [TestCase("common", 50_000)]
    public Task People_by_a_value_or_an_element(string value, int below, CancellationToken ct) => ReadsAsync(
        token => Reader.FindHoldersAsync(new AttributeSearch("custom.k1", $"\"{value}\"", InLists: null), Below(below), 51, token),
        $"'custom.k1', '\"{value}\"'", below, ByValue, 400, ct);

    [Test]
    public Task One_value(CancellationToken ct) => ReadsAsync(
        token => Reader.FindAsync(Person(77_777), "custom.k5", withDeleted: false, token), $"'{Person(77_777).Value}', 'custom.k5'", 0, ByPerson, 12, ct, "uuid, text");

    [Test]
    public Task All_values_of_a_person(CancellationToken ct) => ReadsAsync(
        token => Reader.ListAsync(Person(77_777), null, withDeleted: false, token), $"'{Person(77_777).Value}'", 0, ByPerson, 24, ct, "uuid");

    [Test]
    public Task Some_values_of_a_person(CancellationToken ct) => ReadsAsync(
        token => Reader.ListAsync(Person(77_777), ["custom.k5", "custom.k6"], withDeleted: false, token), $$"""'{{Person(77_777).Value}}', '{custom.k5,custom.k6}'""", 0, ByPerson, 24, ct, "uuid, text[]");

    [Test]
    public Task A_history(CancellationToken ct) => ReadsAsync(
        token => Reader.ListHistoryAsync(Person(77_777), "profile_flags", null, 51, withDeleted: false, token), $"'{Person(77_777).Value}', 'profile_flags'", 0,
        "ix_user_attribute_changes_history", 24, ct, "uuid, text");

    // All hundred who have a rare one may be read at once: what a sample says of them differs from one time to the next.
    private static int PagesFor(string value) => value == "rare" ? 1_000 : 600;

    private static UserId Person(int number) => new(Guid.Parse($"00000000-0000-7000-8000-{number:x12}"));

    private static Position? Below(int number) => number == 0 ? null : new Position(DateTimeOffset.UnixEpoch, Person(number).Value);

    private Task<List<UserSummaryDto>> ListAsync(UserFilter filter, int below, CancellationToken ct) => _node.Get<IUserReader>().ListAsync(filter, Below(below), 51, ct);

    /// <summary>How many pages the plans read, in order: with values, without.</summary>
    private async Task<IReadOnlyList<int>> ReadsAsync(
        Func<CancellationToken, Task> ask, string values, int below, string index, int pages, CancellationToken ct, string types = "text, jsonb")
    {
        using var statements = new Statements();
        await ask(ct);
        await using var connection = new NpgsqlConnection(_database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(ct);
        var (place, placeType) = below == 0 ? ("", "") : ($", '{Person(below).Value}'", ", uuid");
        await connection.ExecuteAsync($"prepare asked ({types}{placeType}) as {statements.Texts[0]}", ct);
        var counts = new List<int>();
        foreach (var mode in new[] { "force_custom_plan", "force_generic_plan" })
        {
            await connection.ExecuteAsync($"set plan_cache_mode = {mode}", ct);
            var plan = string.Join('\n', await connection.ListAsync<string>($"explain (analyze, buffers) execute asked ({values}{place})", ct));
            plan = plan.Replace(Long, "(long)", StringComparison.Ordinal);
            var read = Buffers().Match(plan);
            counts.Add(read.Groups[1].Captures.Concat(read.Groups[2].Captures).Sum(static each => int.Parse(each.Value, CultureInfo.InvariantCulture)));
            TestContext.Out.WriteLine($"{mode}: {counts[^1]} pages, {Took().Match(plan).Groups[1].Value} ms");
            Assert.That(plan, Does.Contain(index).And.Not.Contain("Seq Scan on"), mode);
            Assert.That(counts[^1], Is.InRange(1, pages), plan);
        }

        return counts;
    }

    [GeneratedRegex(@"Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?")]
    private static partial Regex Buffers();

    [GeneratedRegex(@"Execution Time: ([\d.]+) ms")]
    private static partial Regex Took();
}
