using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NUnit.Framework;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
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
    private const string ByElement = "ix_user_attributes_elements";
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
                else to_jsonb(u.n % 100) end
            from (select id, row_number() over (order by id) as n from users) u,
                (select n, case n when 2 then 'profile_flags' else 'custom.k' || n end as key from generate_series(1, 10) n) k
            """, ct);
        await connection.ExecuteAsync(
            """
            insert into user_attribute_changes (user_id, key, old_value, new_value, changed_at)
            select id, 'profile_flags', null, '["a"]', now() - n * interval '1 minute' from users, generate_series(1, 3) n
            """, ct);
        await connection.ExecuteAsync("vacuum (analyze) users, user_attributes, user_attribute_changes", ct);
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

    [TestCase(0)]
    [TestCase(50_001)]
    public Task People_by_an_element(int below, CancellationToken ct) => ReadsAsync(
        token => Reader.FindHoldersAsync(new AttributeSearch("profile_flags", "\"rare\"", InLists: true), Below(below), 51, token),
        "'profile_flags', '\"rare\"'", below, ByElement, 1_000, ct);

    [TestCase("rare", 0)]
    [TestCase("rare", 50_001)]
    [TestCase("common", 0)]
    [TestCase("common", 50_000)]
    public Task People_by_a_value_or_an_element(string value, int below, CancellationToken ct) => ReadsAsync(
        token => Reader.FindHoldersAsync(new AttributeSearch("custom.k1", $"\"{value}\"", InLists: null), Below(below), 51, token),
        $"'custom.k1', '\"{value}\"'", below, ByValue, 400, ct);

    [Test]
    public Task One_value(CancellationToken ct) => ReadsAsync(
        token => Reader.FindAsync(Person(77_777), "custom.k5", token), $"'{Person(77_777).Value}', 'custom.k5'", 0, ByPerson, 12, ct, "uuid, text");

    [Test]
    public Task All_values_of_a_person(CancellationToken ct) => ReadsAsync(
        token => Reader.ListAsync(Person(77_777), null, token), $"'{Person(77_777).Value}'", 0, ByPerson, 24, ct, "uuid");

    [Test]
    public Task Some_values_of_a_person(CancellationToken ct) => ReadsAsync(
        token => Reader.ListAsync(Person(77_777), ["custom.k5", "custom.k6"], token), $$"""'{{Person(77_777).Value}}', '{custom.k5,custom.k6}'""", 0, ByPerson, 24, ct, "uuid, text[]");

    [Test]
    public Task A_history(CancellationToken ct) => ReadsAsync(
        token => Reader.ListHistoryAsync(Person(77_777), "profile_flags", null, 51, token), $"'{Person(77_777).Value}', 'profile_flags'", 0,
        "ix_user_attribute_changes_history", 24, ct, "uuid, text");

    private static UserId Person(int number) => new(Guid.Parse($"00000000-0000-7000-8000-{number:x12}"));

    private static Position? Below(int number) => number == 0 ? null : new Position(DateTimeOffset.UnixEpoch, Person(number).Value);

    private async Task ReadsAsync(
        Func<CancellationToken, Task> ask, string values, int below, string index, int pages, CancellationToken ct, string types = "text, jsonb")
    {
        using var statements = new Statements();
        await ask(ct);
        await using var connection = new NpgsqlConnection(_database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(ct);
        var (place, placeType) = below == 0 ? ("", "") : ($", '{Person(below).Value}'", ", uuid");
        await connection.ExecuteAsync($"prepare asked ({types}{placeType}) as {statements.Texts[0]}", ct);
        foreach (var mode in new[] { "force_custom_plan", "force_generic_plan" })
        {
            await connection.ExecuteAsync($"set plan_cache_mode = {mode}", ct);
            var plan = string.Join('\n', await connection.ListAsync<string>($"explain (analyze, buffers) execute asked ({values}{place})", ct));
            plan = plan.Replace(Long, "(long)", StringComparison.Ordinal);
            var read = Buffers().Match(plan);
            var count = read.Groups[1].Captures.Concat(read.Groups[2].Captures).Sum(static each => int.Parse(each.Value, CultureInfo.InvariantCulture));
            TestContext.Out.WriteLine($"{mode}: {count} pages, {Took().Match(plan).Groups[1].Value} ms");
            Assert.That(plan, Does.Contain(index).And.Not.Contain("Seq Scan on"), mode);
            Assert.That(count, Is.InRange(1, pages), plan);
        }
    }

    [GeneratedRegex(@"Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?")]
    private static partial Regex Buffers();

    [GeneratedRegex(@"Execution Time: ([\d.]+) ms")]
    private static partial Regex Took();
}
