using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Persistence.Sessions;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>What is seen of sessions is written down in batches, and asked for only where memory cannot tell.</summary>
[CancelAfter(120_000)]
public sealed class SessionActivityTests : DatabaseFixture
{
    private Node Node => field ??= NewNode();
    private SessionActivity Activity => Node.Get<SessionActivity>();
    private Session _session = null!;

    [SetUp]
    public async Task LogIn()
    {
        var ct = TestContext.CurrentContext.CancellationToken;
        _session = (await Node.LogInAsync(await InsertUserAsync("jo@example.org", ct), ct)).Session;
    }

    [Test]
    public async Task Use_keeps_a_session_alive_and_shows_that_its_tokens_arrived(CancellationToken ct)
    {
        Node.Clock.Advance(TimeSpan.FromMinutes(20));
        var seenAt = Node.Now;

        Assert.That(await SeenAsync(generation: 1, ct), Is.Null);
        Assert.That(Activity.HasSeen(_session.Id, 1), Is.True);
        Assert.That(Activity.HasSeen(_session.Id, 2), Is.False);
        await Activity.FlushAsync(ct);

        Assert.That(
            await Database.ListAsync<DateTime>(
                "select unnest(array[last_activity_at, successor_seen_at, expires_at - interval '1 hour']) from user_sessions", ct),
            Is.All.EqualTo(seenAt.UtcDateTime));
    }

    [Test]
    public async Task A_token_of_an_older_generation_says_nothing_of_the_current_one(CancellationToken ct)
    {
        await Database.ExecuteAsync("update user_sessions set generation = 2", ct);

        await SeenAsync(generation: 1, ct);
        await Activity.FlushAsync(ct);

        Assert.That(await Database.OneAsync<bool>("select successor_seen_at is null from user_sessions", ct));
    }

    [Test]
    public async Task Is_written_once_a_minute_at_the_most(CancellationToken ct)
    {
        var first = Node.Now.UtcDateTime;
        await SeenAsync(1, ct);
        await Activity.FlushAsync(ct);
        Node.Clock.Advance(TimeSpan.FromSeconds(59));
        await SeenAsync(1, ct);
        await Activity.FlushAsync(ct);
        Assert.That(await LastActivityAsync(ct), Is.EqualTo(first));

        Node.Clock.Advance(TimeSpan.FromSeconds(1));
        await SeenAsync(1, ct);
        await Activity.FlushAsync(ct);
        Assert.That(await LastActivityAsync(ct), Is.EqualTo(first.AddSeconds(60)));
    }

    [TestCase(599, 59)]
    [TestCase(100, 10)]
    public async Task Is_written_ten_times_within_a_short_idle_time(int idleSeconds, int intervalSeconds, CancellationToken ct)
    {
        Node.Sessions.IdleTimeoutSeconds = idleSeconds;
        var first = Node.Now.UtcDateTime;
        await SeenAsync(1, ct);
        await Activity.FlushAsync(ct);
        Node.Clock.Advance(TimeSpan.FromSeconds(intervalSeconds - 1));
        await SeenAsync(1, ct);
        await Activity.FlushAsync(ct);
        Assert.That(await LastActivityAsync(ct), Is.EqualTo(first));

        Node.Clock.Advance(TimeSpan.FromSeconds(2));
        await SeenAsync(1, ct);
        await Activity.FlushAsync(ct);
        Assert.That(await LastActivityAsync(ct), Is.EqualTo(first.AddSeconds(intervalSeconds + 1)));
    }

    [Test]
    public async Task Of_a_session_that_ended_nothing_is_written_any_more(CancellationToken ct)
    {
        var before = await LastActivityAsync(ct);
        Node.Clock.Advance(TimeSpan.FromMinutes(1));
        await SeenAsync(1, ct);

        Node.Get<EndedSessions>().Add(_session.Id);
        await Activity.FlushAsync(ct);

        Assert.That(await LastActivityAsync(ct), Is.EqualTo(before));
        Assert.That(Activity.HasSeen(_session.Id, 1), Is.False);
    }

    [Test]
    public async Task Is_forgotten_once_it_is_written_and_the_session_silent(CancellationToken ct)
    {
        await SeenAsync(1, ct);
        await Activity.FlushAsync(ct);
        Node.Clock.Advance(TimeSpan.FromSeconds(121));
        await Activity.FlushAsync(ct);

        Assert.That(Activity.HasSeen(_session.Id, 1), Is.False);
    }

    [Test]
    public async Task A_session_that_has_ended_or_run_out_is_not_brought_back(CancellationToken ct)
    {
        await Database.ExecuteAsync("update user_sessions set ended_at = created_at", ct);
        await SeenAsync(1, ct);
        await Activity.FlushAsync(ct);

        Assert.That(await Database.OneAsync<bool>("select successor_seen_at is null from user_sessions", ct));
    }

    [Test]
    public async Task Where_tokens_outlive_idleness_the_database_is_asked(CancellationToken ct)
    {
        Node.Sessions.IdleTimeoutSeconds = 60;
        await Database.ExecuteAsync("update user_sessions set expires_at = created_at + interval '60 seconds'", ct);
        Assert.That(await SeenAsync(1, ct), Is.Null, "alive, as the database says");
        await Activity.FlushAsync(ct);

        Node.Clock.Advance(TimeSpan.FromSeconds(60));
        Node.Get<NodeMessages>().BeUpToDate(Node.Clock.GetTimestamp());

        Assert.That(await SeenAsync(1, ct), Is.EqualTo(SessionErrors.Ended));
    }

    [Test]
    public async Task A_node_that_hears_nothing_asks_the_database_and_one_that_hears_does_not(CancellationToken ct)
    {
        await Database.ExecuteAsync("update user_sessions set ended_at = created_at", ct);

        Assert.That(await SeenAsync(1, ct), Is.EqualTo(SessionErrors.Ended));
        Node.Get<NodeMessages>().BeUpToDate(Node.Clock.GetTimestamp());
        Assert.That(await SeenAsync(1, ct), Is.Null, "an end would have been heard");
    }

    [Test]
    public async Task A_node_that_cannot_remember_all_that_ended_asks_the_database(CancellationToken ct)
    {
        var (asked, heard) = (new EndedSessions(Node.Clock, Options.Create(Node.Sessions), capacity: 1), Node.Get<NodeMessages>());
        using var activity = new SessionActivity(
            Node.Database, heard, asked, Node.Get<ServiceState>(), Options.Create(Node.Sessions), Node.Clock, NullLogger<SessionActivity>.Instance);
        await Database.ExecuteAsync("update user_sessions set ended_at = created_at", ct);
        heard.BeUpToDate(Node.Clock.GetTimestamp());
        asked.Add(Node.Ids.Next<SessionId>());
        var caller = new CallerIdentity(_session.UserId, _session.Id, 1, Node.Now);
        Assert.That(await activity.SeenAsync(caller, ct), Is.Null);

        asked.Add(Node.Ids.Next<SessionId>());

        Assert.That(await activity.SeenAsync(caller, ct), Is.EqualTo(SessionErrors.Ended));
    }

    [Test]
    public async Task Rows_are_locked_in_one_order_so_that_nobody_waits_in_a_circle(CancellationToken ct)
    {
        var sessions = new List<Guid> { _session.Id.Value };
        for (var i = 0; i < 9; i++)
        {
            sessions.Add((await Node.LogInAsync(_session.UserId.Value, ct)).Session.Id.Value);
        }

        foreach (var id in sessions.OrderByDescending(static id => id.ToString()))
        {
            await Activity.SeenAsync(new CallerIdentity(_session.UserId, new SessionId(id), 1, Node.Now), ct);
        }

        var sorted = await Database.ListAsync<Guid>("select id from user_sessions order by id", ct);
        await Database.ExecuteAsync("update user_sessions set user_agent = 'moved to the end of the table' where id = $1", ct, sorted[0]);
        await using var holder = await Database.OpenConnectionAsync(ct);
        await holder.ExecuteAsync("begin", ct);
        await holder.ExecuteAsync("select 1 from user_sessions where id = $1 for update", ct, sorted[0]);
        var flushing = Activity.FlushAsync(ct);
        await WaitersAsync(1, ct, unless: flushing);

        Assert.That(await Database.ListAsync<Guid>("select id from user_sessions where id <> $1 for update nowait", ct, sorted[0]), Has.Count.EqualTo(9));
        await holder.DisposeAsync();
        await flushing;
    }

    private ValueTask<Domain.Shared.Error?> SeenAsync(int generation, CancellationToken ct) =>
        Activity.SeenAsync(new CallerIdentity(_session.UserId, _session.Id, generation, Node.Now), ct);

    private Task<DateTime> LastActivityAsync(CancellationToken ct) =>
        Database.OneAsync<DateTime>("select last_activity_at from user_sessions", ct);
}
