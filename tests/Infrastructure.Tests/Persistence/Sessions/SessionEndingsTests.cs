using System.Collections.Concurrent;
using Npgsql;
using NUnit.Framework;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Sessions;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>Sessions that end at the same time end together: one statement, one message, and to each caller an answer of its own.</summary>
[CancelAfter(120_000)]
public sealed class SessionEndingsTests : DatabaseFixture
{
    private readonly ConcurrentQueue<string> _heard = new();
    private Guid _owner;
    private Guid[] _ids = [];

    private Node Node => field ??= NewNode();
    private SessionEndings Endings => Node.Get<SessionEndings>();

    [SetUp]
    public async Task BeginMany()
    {
        var ct = TestContext.CurrentContext.CancellationToken;
        _owner = await InsertUserAsync("jo@example.org", ct);
        _ids = [.. (await Database.ListAsync<Guid>(
            """
            with device as (insert into user_devices (user_id) values ($1) returning id)
            insert into user_sessions (user_id, device_id, token_hash, generation, remembered, created_at, rotated_at, last_activity_at,
                                       authenticated_at, expires_at, absolute_expires_at)
            select $1, id, sha256(n::text::bytea), 1, false, $2, $2, $2, $2, $3, $3 from device, generate_series(1, 251) n
            returning id
            """, ct, _owner, Node.Now.UtcDateTime, Node.Now.UtcDateTime.AddDays(1)))];
    }

    [Test]
    public async Task What_comes_while_one_is_under_way_leaves_together_and_is_told_in_one_message(CancellationToken ct)
    {
        await using var listening = await ListenAsync(ct);
        using var statements = new Statements();
        var endings = await GatherAsync(_ids[1..], ct);

        Assert.That(await Task.WhenAll(endings), Is.All.True);
        Assert.That(statements.Texts.Count(static text => text.Contains("update user_sessions", StringComparison.Ordinal)), Is.EqualTo(1 + 3), "a hundred at a time");
        while (_heard.Count < 4)
        {
            await listening.WaitAsync(ct);
        }

        Assert.That(_heard.SelectMany(static told => told.Split(':')[1].Split(',')).Select(Guid.Parse), Is.EquivalentTo(_ids));
        Assert.That(await Database.OneAsync<long>("select count(*) from user_sessions where ended_at = $1 and end_reason = 'logged_out'", ct, Node.Now.UtcDateTime), Is.EqualTo(_ids.Length));
    }

    [Test]
    public async Task Each_caller_learns_whether_the_own_session_ended(CancellationToken ct)
    {
        var stranger = new UserId(await InsertUserAsync("other@example.org", ct));
        var (mine, twice, foreign, never) = (_ids[1], _ids[2], _ids[3], Node.Ids.Next<SessionId>().Value);

        var gathering = await GatherAsync([mine, twice, twice, never], ct);
        var refused = Endings.EndAsync(new SessionId(foreign), stranger, SessionEndReason.Revoked, Node.Now, ct);
        var owned = Endings.EndAsync(new SessionId(_ids[4]), new UserId(_owner), SessionEndReason.Revoked, Node.Now, ct);

        Assert.That(await Task.WhenAll(gathering), Is.EqualTo((bool[])[true, true, true, false, false]));
        Assert.That((await refused, await owned), Is.EqualTo((false, true)));
        Assert.That(await Database.OneAsync<bool>("select ended_at is null from user_sessions where id = $1", ct, foreign));
    }

    [Test]
    public async Task A_session_that_ends_nowhere_is_told_to_nobody(CancellationToken ct)
    {
        await using var listening = await ListenAsync(ct);

        await Endings.EndAsync(Node.Ids.Next<SessionId>(), owner: null, SessionEndReason.LoggedOut, Node.Now, ct);
        await Database.ExecuteAsync("select pg_notify('user_system', 'last')", ct);
        await listening.WaitAsync(ct);

        Assert.That(_heard, Is.EqualTo((string[])["last"]));
    }

    [Test]
    public async Task Who_gives_up_waiting_stops_nobody_else(CancellationToken ct)
    {
        using var impatience = new CancellationTokenSource();
        var (blocker, first) = await BlockAsync(ct);
        var impatient = Endings.EndAsync(new SessionId(_ids[1]), owner: null, SessionEndReason.LoggedOut, Node.Now, impatience.Token);
        var other = Endings.EndAsync(new SessionId(_ids[2]), owner: null, SessionEndReason.LoggedOut, Node.Now, ct);

        await impatience.CancelAsync();
        Assert.That(async () => await impatient, Throws.InstanceOf<OperationCanceledException>());
        await blocker.DisposeAsync();

        Assert.That((await first, await other), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task A_failure_reaches_all_that_left_together_and_nobody_after_them(CancellationToken ct)
    {
        var (blocker, first) = await BlockAsync(ct);
        await using var second = await LockAsync(_ids[1], ct);
        var together = _ids[1..4].Select(EndAsync).ToList();
        await blocker.DisposeAsync();
        Assert.That(await first, Is.True);
        await WaitersAsync(1, ct);
        var after = EndAsync(_ids[5]);

        await Database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0 and datname = current_database()", ct);

        foreach (var failed in together)
        {
            Assert.That(async () => await failed, Throws.InstanceOf<NpgsqlException>());
        }

        Assert.That(await after, Is.True);
        Assert.That(await Database.OneAsync<long>("select count(*) from user_sessions where ended_at is not null", ct), Is.EqualTo(2), "all of them or none");
    }

    [Test]
    public async Task Rows_are_locked_in_one_order_so_that_nobody_waits_in_a_circle(CancellationToken ct)
    {
        var sorted = await Database.ListAsync<Guid>("select id from user_sessions where id <> $1 order by id limit 20", ct, _ids[0]);
        var (blocker, first) = await BlockAsync(ct);
        await using var smallest = await LockAsync(sorted[0], ct);
        var together = sorted.AsEnumerable().Reverse().Select(EndAsync).ToList();
        await blocker.DisposeAsync();
        await first;
        await WaitersAsync(1, ct);

        Assert.That(await Database.ListAsync<Guid>("select id from user_sessions where id = any ($1) for update nowait", ct, sorted[1..].ToArray()), Has.Count.EqualTo(19));
        await smallest.DisposeAsync();
        Assert.That(await Task.WhenAll(together), Is.All.True);
    }

    private Task<bool> EndAsync(Guid id) =>
        Endings.EndAsync(new SessionId(id), owner: null, SessionEndReason.LoggedOut, Node.Now, TestContext.CurrentContext.CancellationToken);

    /// <summary>Ends the first session, which takes until the others have come as well.</summary>
    private async Task<List<Task<bool>>> GatherAsync(IEnumerable<Guid> others, CancellationToken ct)
    {
        var (blocker, first) = await BlockAsync(ct);
        var endings = others.Select(EndAsync).Prepend(first).ToList();
        await blocker.DisposeAsync();
        return endings;
    }

    private async Task<(NpgsqlConnection Blocker, Task<bool> First)> BlockAsync(CancellationToken ct)
    {
        var blocker = await LockAsync(_ids[0], ct);
        var first = EndAsync(_ids[0]);
        await WaitersAsync(1, ct, unless: first);
        return (blocker, first);
    }

    /// <summary>Holds a row until it is disposed of.</summary>
    private async Task<NpgsqlConnection> LockAsync(Guid id, CancellationToken ct)
    {
        var connection = await Database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("begin", ct);
        await connection.ExecuteAsync("select 1 from user_sessions where id = $1 for update", ct, id);
        return connection;
    }

    private async Task<NpgsqlConnection> ListenAsync(CancellationToken ct)
    {
        var connection = await Database.OpenConnectionAsync(ct);
        connection.Notification += (_, told) => _heard.Enqueue(told.Payload);
        await connection.ExecuteAsync("listen user_system", ct);
        return connection;
    }
}
