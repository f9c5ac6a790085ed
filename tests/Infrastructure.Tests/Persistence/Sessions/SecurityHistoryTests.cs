using System.Globalization;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.Application.Sessions;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>The security history: in pages that join, bounded in what one session adds, and as cheap when it is long.</summary>
[CancelAfter(120_000)]
public sealed class SecurityHistoryTests : DatabaseFixture
{
    private Node Node => field ??= NewNode();
    private ISessionReader Reader => Node.Get<ISessionReader>();

    [Test]
    public async Task Pages_join_to_the_whole_history_newest_first_and_one_instant_may_be_cut(CancellationToken ct)
    {
        var owner = await InsertUserAsync("jo@example.org", ct);
        await InsertUserAsync("other@example.org", ct);
        await Database.ExecuteAsync(
            """
            insert into security_events (user_id, kind, severity, at)
            select id, 'new_device', 'warning', $1::timestamptz + n / 3 * interval '1 second' from users, generate_series(1, 8) n
            """, ct, Node.Now.UtcDateTime);

        var shown = new List<SecurityEventDto>();
        for (Position? after = null; await Reader.ListEventsAsync(new UserId(owner), after, 2, ct) is { Count: > 0 } page; after = new Position(page[^1].At, page[^1].Id))
        {
            Assert.That(page, Has.Count.EqualTo(2));
            shown.AddRange(page);
        }

        Assert.That(
            shown.Select(static each => each.Id),
            Is.EqualTo(await Database.ListAsync<Guid>("select id from security_events where user_id = $1 order by at desc, id desc", ct, owner)));
        var first = shown[0];
        Assert.That(
            (first.Kind, first.Severity, first.SessionId, first.At),
            Is.EqualTo((SecurityEventKind.NewDevice, SecurityEventSeverity.Warning, (Guid?)null, Node.Now.AddSeconds(2))));
    }

    [Test]
    public async Task A_session_adds_one_entry_of_a_kind_in_a_while_and_others_do_not_count(CancellationToken ct)
    {
        var owner = await InsertUserAsync("jo@example.org", ct);
        var (one, other) = ((await Node.LogInAsync(owner, ct)).Session, (await Node.LogInAsync(owner, ct)).Session);

        await NoteAsync(one, SecurityEventKind.RefreshRepeated, ct);
        await NoteAsync(one, SecurityEventKind.RefreshRepeated, ct);
        await NoteAsync(one, SecurityEventKind.RefreshReused, ct);
        await NoteAsync(other, SecurityEventKind.RefreshRepeated, ct);
        Node.Clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromMicroseconds(1));
        await NoteAsync(one, SecurityEventKind.RefreshRepeated, ct);
        Assert.That(await Database.OneAsync<long>("select count(*) from security_events", ct), Is.EqualTo(3));
        Node.Clock.Advance(TimeSpan.FromMicroseconds(1));
        await NoteAsync(one, SecurityEventKind.RefreshRepeated, ct);

        Assert.That(
            await Database.ListAsync<string>("select kind || (session_id = $1) from security_events order by at, kind, session_id = $1 desc", ct, one.Id.Value),
            Is.EqualTo(["refresh_repeatedtrue", "refresh_repeatedfalse", "refresh_reusedtrue", "refresh_repeatedtrue"]));
    }

    [Test]
    public async Task Of_one_token_many_times_at_once_on_two_nodes_one_is_noted(CancellationToken ct)
    {
        var nodes = new[] { Node, NewNode(Node.Clock) };
        var session = (await Node.LogInAsync(await InsertUserAsync("jo@example.org", ct), ct)).Session;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => NoteAsync(session, SecurityEventKind.RefreshRepeated, ct, nodes[i % 2])));

        Assert.That(await Database.OneAsync<long>("select count(*) from security_events", ct), Is.EqualTo(1));
    }

    [Test]
    public async Task A_million_entries_of_one_session_cost_a_page_and_a_note_nothing(CancellationToken ct)
    {
        var owner = await InsertUserAsync("jo@example.org", ct);
        var session = (await Node.LogInAsync(owner, ct)).Session;
        await using (var connection = await Database.OpenConnectionAsync(ct))
        {
            // Without a look at the person and the session for each.
            await connection.ExecuteAsync("set session_replication_role = replica", ct);
            await connection.ExecuteAsync(
                """
                insert into security_events (id, user_id, kind, severity, session_id, at)
                select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, $1, 'refresh_repeated', 'info', $2, $3 - n * interval '1 minute'
                from generate_series(1, 1000000) n
                """, ct, owner, session.Id.Value, Node.Now.UtcDateTime);
            await connection.ExecuteAsync("set session_replication_role = origin", ct);
            await connection.ExecuteAsync("analyze security_events", ct);
        }

        using var statements = new Statements();

        await Reader.ListEventsAsync(new UserId(owner), after: null, 51, ct);
        await Reader.ListEventsAsync(new UserId(owner), new Position(Node.Now.AddMinutes(-500_000), Guid.Empty), 51, ct);
        await NoteAsync(session, SecurityEventKind.RefreshRepeated, ct);

        var asked = statements.Texts.Where(static text => text.Contains("from security_events", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.That(asked, Has.Count.EqualTo(3));
        var now = string.Create(CultureInfo.InvariantCulture, $"timestamptz '{Node.Now:O}'");
        Assert.That(await BlocksAsync(asked[0], $"'{owner}', 51", ct), Is.LessThan(20));
        Assert.That(await BlocksAsync(asked[1], $"'{owner}', 51, {now} - interval '500000 minutes', '{Guid.Empty}'", ct), Is.LessThan(20), "in the middle");
        Assert.That(await BlocksAsync(asked[2], $"'{session.Id.Value}', 'refresh_repeated'", ct), Is.LessThan(20));
        Assert.That(await BlocksAsync(asked[2], $"'{session.Id.Value}', 'refresh_reused'", ct), Is.LessThan(20), "of a kind that it has none of");
    }

    /// <summary>How many pages of the database a statement looks at, with the plan that is kept for it.</summary>
    private async Task<long> BlocksAsync(string statement, string values, CancellationToken ct)
    {
        // The mapper names its parameters.
        var names = System.Text.RegularExpressions.Regex.Matches(statement, @"@\w+").Select(static match => match.Value).Distinct().ToList();
        for (var i = 0; i < names.Count; i++)
        {
            statement = statement.Replace(names[i], $"${i + 1}", StringComparison.Ordinal);
        }

        await using var connection = await Database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("set plan_cache_mode = force_generic_plan", ct);
        await connection.ExecuteAsync($"prepare asked as {statement}", ct);
        var plan = await connection.OneAsync<string>($"explain (analyze, buffers, timing off, format json) execute asked ({values})", ct);
        var root = JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan");
        return root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64();
    }

    private async Task NoteAsync(Session session, SecurityEventKind kind, CancellationToken ct, Node? on = null)
    {
        await using var work = (on ?? Node).Begin();
        var sessions = work.Get<ISessionRepository>();
        await sessions.FindForUpdateAsync(session.Id, ct);
        await sessions.AddUnlessRecentAsync(
            new SecurityEvent(Node.Ids.Next<SecurityEventId>(), session.UserId, kind, SecurityEventSeverity.Info, session.Id, Node.Now), TimeSpan.FromHours(1), ct);
        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
    }
}
