using NUnit.Framework;
using UserSystem.Infrastructure.Jobs;
using UserSystem.Infrastructure.Tests.Persistence;

namespace UserSystem.Infrastructure.Tests.Jobs;

/// <summary>What is of no use any more goes, and nothing else; by index, in pieces, on any number of nodes.</summary>
[CancelAfter(120_000)]
public sealed class CleanupTests : DatabaseFixture
{
    private Node Node => field ??= NewNode();

    [SetUp]
    public async Task MakeSomebody()
    {
        var ct = TestContext.CurrentContext.CancellationToken;
        var owner = await InsertUserAsync("jo@example.org", ct);
        await Database.ExecuteAsync("insert into user_devices (user_id) values ($1)", ct, owner);
    }

    [TestCase(-31, true)]
    [TestCase(-29, false)]
    public async Task A_session_goes_a_month_after_it_was_ended(int days, bool gone, CancellationToken ct)
    {
        await SessionsAsync(1, madeDays: -32, endedDays: days, expiresDays: 1, ct);

        await Node.Get<Cleanup>().DoAsync(ct);

        Assert.That(await CountAsync("user_sessions", ct), Is.EqualTo(gone ? 0 : 1));
    }

    [TestCase(-61, -31, true)]
    [TestCase(-61, -29, false)]
    [TestCase(-59, -31, false)]
    public async Task A_session_that_ran_out_goes_a_month_after_it_could_not_have_gone_on(int made, int expired, bool gone, CancellationToken ct)
    {
        await SessionsAsync(1, made, endedDays: null, expired, ct);

        await Node.Get<Cleanup>().DoAsync(ct);

        Assert.That(await CountAsync("user_sessions", ct), Is.EqualTo(gone ? 0 : 1));
    }

    [TestCase(-31, null, true)]
    [TestCase(-29, null, false)]
    [TestCase(60, -31, true)]
    [TestCase(60, -29, false)]
    public async Task A_link_goes_a_month_after_it_was_used_or_ran_out(int expires, int? used, bool gone, CancellationToken ct)
    {
        Node.Clock.Advance(TimeSpan.FromDays(100));
        await Database.ExecuteAsync(
            """
            insert into verification_tokens (id, user_id, purpose, token_hash, created_at, expires_at, used_at)
            select $1, id, 'verify_email', '\x01', $2, $3, $4 from users
            """, ct, IdAt(-40), At(-40), At(expires), used is { } days ? At(days) : null);

        await Node.Get<Cleanup>().DoAsync(ct);

        Assert.That(await CountAsync("verification_tokens", ct), Is.EqualTo(gone ? 0 : 1));
    }

    [TestCase(-49, true)]
    [TestCase(-47, false)]
    public async Task Failures_are_forgotten_after_two_days(int hours, bool gone, CancellationToken ct)
    {
        await Database.ExecuteAsync(
            "insert into login_throttles (key_hash, failures, updated_at) values ('\\x01', 1, $1)", ct, Node.Now.AddHours(hours).UtcDateTime);

        await Node.Get<Cleanup>().DoAsync(ct);

        Assert.That(await CountAsync("login_throttles", ct), Is.EqualTo(gone ? 0 : 1));
    }

    [TestCase(-1, true)]
    [TestCase(0, false)]
    public async Task An_answer_goes_when_its_time_is_over(int minutes, bool gone, CancellationToken ct)
    {
        await Database.ExecuteAsync(
            "insert into idempotency_keys (key_hash, answer, expires_at) values ('\\x01', '\\x02', $1)", ct, Node.Now.AddMinutes(minutes).UtcDateTime);

        await Node.Get<Cleanup>().DoAsync(ct);

        Assert.That(await CountAsync("idempotency_keys", ct), Is.EqualTo(gone ? 0 : 1));
    }

    [TestCase(-366, 365, true)]
    [TestCase(-364, 365, false)]
    [TestCase(-31, 30, true)]
    public async Task An_entry_of_a_history_goes_when_it_is_older_than_was_set(int days, int kept, bool gone, CancellationToken ct)
    {
        Node.Sessions.HistoryRetentionDays = kept;
        await Database.ExecuteAsync(
            "insert into security_events (id, user_id, kind, severity, at) select $1, id, 'new_device', 'info', $2 from users", ct, IdAt(days), At(days));

        await Node.Get<Cleanup>().DoAsync(ct);

        Assert.That(await CountAsync("security_events", ct), Is.EqualTo(gone ? 0 : 1));
    }

    [TestCase(-396, true)]
    [TestCase(-394, false)]
    public async Task A_device_goes_a_year_after_its_last_session_could_have_ended(int days, bool gone, CancellationToken ct)
    {
        await Database.ExecuteAsync("update user_devices set first_seen_at = $1, last_seen_at = $1", ct, At(days));

        await Node.Get<Cleanup>().DoAsync(ct);

        Assert.That(await CountAsync("user_devices", ct), Is.EqualTo(gone ? 0 : 1));
    }

    [Test]
    public async Task A_device_stays_with_a_session_however_old_it_is(CancellationToken ct)
    {
        await Database.ExecuteAsync("update user_devices set first_seen_at = $1, last_seen_at = $1", ct, At(-1000));
        await SessionsAsync(1, madeDays: -1000, endedDays: -1, expiresDays: 1, ct);

        await Node.Get<Cleanup>().DoAsync(ct);

        Assert.That((await CountAsync("user_devices", ct), await CountAsync("user_sessions", ct)), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Goes_on_until_nothing_is_left_a_thousand_rows_at_a_time_and_leaves_alone_what_another_node_is_at(CancellationToken ct)
    {
        await SessionsAsync(2500, madeDays: -40, endedDays: -35, expiresDays: -1, ct);
        await using var other = await Database.OpenConnectionAsync(ct);
        await other.ExecuteAsync("begin", ct);
        await other.ExecuteAsync("select 1 from user_sessions order by ended_at limit 10 for update", ct);
        using var statements = new Statements();

        await Node.Get<Cleanup>().DoAsync(ct);

        Assert.That(await CountAsync("user_sessions", ct), Is.EqualTo(10));
        Assert.That(statements.Texts.Count(static text => text.Contains("ended_at < ", StringComparison.Ordinal)), Is.EqualTo(3));
    }

    [Test]
    public async Task Each_statement_goes_by_an_index_whatever_the_table_holds(CancellationToken ct)
    {
        await SessionsAsync(20_000, madeDays: -1, endedDays: null, expiresDays: 1, ct);
        await SessionsAsync(2_000, madeDays: -70, endedDays: -35, expiresDays: -1, ct);
        await Database.ExecuteAsync(
            """
            insert into verification_tokens (id, user_id, purpose, token_hash, created_at, expires_at)
            select s.id, s.user_id, 'verify_email', s.token_hash, s.created_at, s.expires_at from user_sessions s;
            insert into login_throttles (key_hash, failures, updated_at) select token_hash, 1, created_at from user_sessions;
            insert into idempotency_keys (key_hash, answer, expires_at) select token_hash, token_hash, created_at + interval '2 days' from user_sessions;
            insert into security_events (id, user_id, kind, severity, session_id, at) select id, user_id, 'new_device', 'info', id, created_at from user_sessions;
            """, ct);
        await Database.ExecuteAsync(
            "insert into user_devices (user_id, last_seen_at) select u.id, $1::timestamptz - n * interval '1 hour' from users u, generate_series(1, 20000) n", ct, Node.Now.UtcDateTime);
        await Database.ExecuteAsync("analyze", ct);
        using var statements = new Statements();
        await Node.Get<Cleanup>().DoAsync(ct);
        var sent = statements.Texts.Distinct().ToList();

        await using var connection = await Database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("set plan_cache_mode = force_generic_plan", ct);
        foreach (var statement in sent)
        {
            await connection.ExecuteAsync("deallocate all", ct);
            await connection.ExecuteAsync($"prepare cleanup as {statement}", ct);
            var values = statement.Contains("$3", StringComparison.Ordinal) ? "1000, now(), gen_random_uuid()" : "1000, now()";
            var plan = string.Join('\n', await connection.ListAsync<string>($"explain execute cleanup({values})", ct));
            Assert.That(plan, Does.Not.Contain("Seq Scan"), plan);
            Assert.That(plan, Does.Not.Contain("Sort"), plan);
        }
    }

    private DateTime At(int days) => Node.Now.AddDays(days).UtcDateTime;

    // A key as it was made on that day.
    private Guid IdAt(int days)
    {
        var hex = Node.Now.AddDays(days).ToUnixTimeMilliseconds().ToString("x12", System.Globalization.CultureInfo.InvariantCulture);
        return Guid.Parse($"{hex[..8]}-{hex[8..]}-7000-8000-000000000001");
    }

    private Task<int> SessionsAsync(int count, int madeDays, int? endedDays, int expiresDays, CancellationToken ct) => Database.ExecuteAsync(
        """
        insert into user_sessions (id, user_id, device_id, token_hash, generation, remembered, created_at, rotated_at, last_activity_at,
                                   authenticated_at, expires_at, absolute_expires_at, ended_at)
        select (left($2::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, d.user_id, d.id, sha256((n || $2::text)::bytea), 1, false, $3, $3, $3, $3, $4, $4, $5
        from user_devices d, generate_series(1, $1) n
        """, ct, count, IdAt(madeDays), At(madeDays), At(expiresDays), endedDays is { } days ? At(days) : null);

    private Task<long> CountAsync(string table, CancellationToken ct) => Database.OneAsync<long>($"select count(*) from {table}", ct);
}
