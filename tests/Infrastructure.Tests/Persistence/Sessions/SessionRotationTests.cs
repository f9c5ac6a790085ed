using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>A refresh token is replaced once, while its session and its owner are alive.</summary>
[CancelAfter(120_000)]
public sealed class SessionRotationTests : DatabaseFixture
{
    private Node Node => field ??= NewNode();
    private Session _session = null!;

    [SetUp]
    public async Task LogIn()
    {
        var ct = TestContext.CurrentContext.CancellationToken;
        _session = (await Node.LogInAsync(await InsertUserAsync("jo@example.org", ct), ct)).Session;
    }

    [Test]
    public async Task Of_ten_at_once_with_one_token_one_wins(CancellationToken ct)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RotateAsync(ct)));

        Assert.That(answers.Count(static answer => answer is not null), Is.EqualTo(1));
        Assert.That(await Database.OneAsync<int>("select generation from user_sessions", ct), Is.EqualTo(2));
    }

    [Test]
    public async Task Many_at_once_are_replaced_together_and_each_is_told_of_the_own_session(CancellationToken ct)
    {
        List<Session> sessions = [];
        for (var i = 0; i < 6; i++)
        {
            sessions.Add((await Node.LogInAsync(await InsertUserAsync($"jo{i}@example.org", ct), ct)).Session);
        }

        await using var judge = Node.Begin();
        await judge.Get<ISessionRepository>().FindForUpdateAsync(_session.Id, ct);
        using var statements = new Statements();
        var first = RotateAsync(ct);
        await WaitersAsync(1, ct, unless: first);
        var gathered = sessions.Select((session, i) => RotateAsync(ct, session, presented: i == 2 ? [1] : null)).ToList();
        await judge.CommitAsync(ct);
        await first;
        var answers = await Task.WhenAll(gathered);

        Assert.That(statements.Texts.Count(static text => text.Contains("update user_sessions", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(answers.Select(static answer => answer?.Id), Is.EqualTo(sessions.Select(static (session, i) => i == 2 ? null : (SessionId?)session.Id)));
        Assert.That(answers.Select(static answer => answer?.UserId), Is.EqualTo(sessions.Select(static (session, i) => i == 2 ? null : (UserId?)session.UserId)));
    }

    [Test]
    public async Task Many_are_locked_in_the_order_of_their_ids_wherever_they_lie(CancellationToken ct)
    {
        Session[] two =
        [
            (await Node.LogInAsync(await InsertUserAsync("jo1@example.org", ct), ct)).Session,
            (await Node.LogInAsync(await InsertUserAsync("jo2@example.org", ct), ct)).Session,
        ];
        var (first, second) = two[0].Id.Value.CompareTo(two[1].Id.Value) < 0 ? (two[0], two[1]) : (two[1], two[0]);
        await Database.ExecuteAsync("update user_sessions set generation = 1 where id = $1", ct, first.Id.Value);
        await using var one = await Database.OpenConnectionAsync(ct);
        await using var other = await Database.OpenConnectionAsync(ct);
        await using var under = await one.BeginTransactionAsync(ct);
        await using var blocked = await other.BeginTransactionAsync(ct);
        await one.ExecuteAsync("select 1 from user_sessions where id = $1 for update", ct, _session.Id.Value);
        await other.ExecuteAsync("select 1 from user_sessions where id = $1 for update", ct, first.Id.Value);

        // These two gather while one is under way.
        var alone = RotateAsync(ct);
        await WaitersAsync(1, ct, unless: alone);
        var together = Task.WhenAll(RotateAsync(ct, second), RotateAsync(ct, first));
        await under.RollbackAsync(ct);
        await alone;
        await WaitersAsync(1, ct, unless: together);

        Assert.That(
            await Database.ListAsync<Guid>("select id from user_sessions where id = any($1) for update skip locked", ct, (object)new[] { first.Id.Value, second.Id.Value }),
            Is.EqualTo((Guid[])[second.Id.Value]));
        await blocked.RollbackAsync(ct);
        Assert.That((await together).Select(static live => live?.Id), Is.EqualTo((SessionId?[])[second.Id, first.Id]));
    }

    [Test]
    public async Task Looking_at_a_locked_session_takes_no_second_connection(CancellationToken ct)
    {
        var few = new DatabaseOptions { ConnectionString = $"{ConnectionString};Timeout=1", MaxPoolSize = 1 };
        await using var work = NewNode(adjust: services => services.AddSingleton(Options.Create(few))).Begin();
        var sessions = work.Get<ISessionRepository>();
        await sessions.FindForUpdateAsync(_session.Id, ct);

        Assert.That((await sessions.FindLiveAsync(_session.Id, Node.Now, ct))?.Id, Is.EqualTo(_session.Id));
    }

    [Test]
    public async Task Keeps_the_replaced_token_beside_the_new_one(CancellationToken ct)
    {
        Node.Clock.Advance(TimeSpan.FromMinutes(10));
        await Database.ExecuteAsync("update user_sessions set successor_seen_at = created_at", ct);
        var next = RandomNumberGenerator.GetBytes(32);

        var live = (await RotateAsync(ct, next: next))!;

        await using var work = Node.Begin();
        var stored = (await work.Get<ISessionRepository>().FindForUpdateAsync(_session.Id, ct))!;
        Assert.That((stored.PreviousTokenHash, stored.TokenHash, stored.CurrentTokenSealed), Is.EqualTo((_session.TokenHash, next, (byte[])[7])));
        Assert.That((stored.Generation, stored.RotatedAt, stored.LastActivityAt), Is.EqualTo((2, Node.Now, Node.Now)));
        Assert.That(stored.SuccessorSeenAt, Is.Null);
        Assert.That(live, Is.EqualTo(new LiveSession(
            _session.Id, 2, _session.DeviceId, _session.AuthenticatedAt, stored.ExpiresAt, _session.AbsoluteExpiresAt, _session.UserId,
            "jo@example.org", "Jo", UserStatus.Active)));
    }

    [Test]
    public async Task A_token_that_is_not_current_is_refused(CancellationToken ct)
    {
        Assert.That(await RotateAsync(ct, presented: RandomNumberGenerator.GetBytes(32)), Is.Null);
        await RotateAsync(ct);
        Assert.That(await RotateAsync(ct), Is.Null, "replaced");
    }

    [Test]
    public async Task A_session_that_was_ended_is_not_carried_on_and_ends_once(CancellationToken ct)
    {
        Assert.That(await EndAsync(SessionEndReason.LoggedOut, ct), Is.True);
        Node.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await EndAsync(SessionEndReason.TokenReused, ct), Is.False);

        Assert.That(await RotateAsync(ct), Is.Null);
        Assert.That(await FindLiveAsync(ct), Is.Null);
        Assert.That(await Database.OneAsync<bool>("select ended_at = created_at and end_reason = 'logged_out' and not is_active from user_sessions", ct));
    }

    [Test]
    public async Task A_session_that_never_was_does_not_end(CancellationToken ct)
    {
        await using var work = Node.Begin();

        Assert.That(
            await work.Get<ISessionRepository>().EndAsync(Node.Ids.Next<SessionId>(), SessionEndReason.LoggedOut, Node.Now, ct), Is.False);
    }

    [Test]
    public async Task A_session_that_was_idle_for_too_long_is_not_carried_on(CancellationToken ct)
    {
        Node.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMicroseconds(1));
        Assert.That(await FindLiveAsync(ct), Is.Not.Null);
        Node.Clock.Advance(TimeSpan.FromMicroseconds(1));

        Assert.That(await RotateAsync(ct), Is.Null);
        Assert.That(await FindLiveAsync(ct), Is.Null);
    }

    [Test]
    public async Task Each_use_puts_the_end_off_by_the_idle_time_of_its_kind_but_never_past_the_absolute_end(CancellationToken ct)
    {
        await Database.ExecuteAsync("update user_sessions set absolute_expires_at = created_at + interval '100 minutes'", ct);
        var began = Node.Now;

        Node.Clock.Advance(TimeSpan.FromMinutes(30));
        var first = await RotateAsync(ct, next: [1]);
        Node.Clock.Advance(TimeSpan.FromMinutes(30));
        var second = await RotateAsync(ct, presented: [1], next: [2]);

        Assert.That(first?.ExpiresAt, Is.EqualTo(began.AddMinutes(90)));
        Assert.That(second?.ExpiresAt, Is.EqualTo(began.AddMinutes(100)));
        Node.Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.That(await RotateAsync(ct, presented: [2]), Is.Null, "the absolute end");
    }

    [Test]
    public async Task The_absolute_end_holds_even_where_the_idle_time_runs_on(CancellationToken ct)
    {
        await Database.ExecuteAsync("update user_sessions set absolute_expires_at = created_at + interval '1 minute'", ct);
        Node.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(await RotateAsync(ct), Is.Null);
        Assert.That(await FindLiveAsync(ct), Is.Null);
    }

    [Test]
    public async Task A_remembered_session_has_the_longer_idle_time(CancellationToken ct)
    {
        var (session, _) = await Node.LogInAsync(_session.UserId.Value, ct, remembered: true);
        Node.Clock.Advance(TimeSpan.FromDays(13));

        var live = await RotateAsync(ct, session: session);

        Assert.That(live?.ExpiresAt, Is.EqualTo(Node.Now.AddDays(14)));
        Assert.That(await RotateAsync(ct), Is.Null, "the one that is not remembered");
    }

    [TestCase("status = 'suspended'")]
    [TestCase("status = 'pending_verification'")]
    [TestCase("status = 'suspended', deleted_at = now()")]
    public async Task The_session_of_somebody_who_may_not_log_in_is_not_carried_on(string change, CancellationToken ct)
    {
        Assert.That(await FindLiveAsync(ct), Is.Not.Null);

        await Database.ExecuteAsync($"update users set {change}", ct);

        Assert.That(await RotateAsync(ct), Is.Null);
        Assert.That(await FindLiveAsync(ct), Is.Null);
    }

    [Test]
    public async Task A_session_that_is_judged_is_held_until_the_judgement(CancellationToken ct)
    {
        await using var judge = Node.Begin();
        await judge.Get<ISessionRepository>().FindForUpdateAsync(_session.Id, ct);

        var rotating = RotateAsync(ct);
        await WaitersAsync(1, ct, unless: rotating);
        Assert.That(rotating.IsCompleted, Is.False);
        await judge.CommitAsync(ct);

        Assert.That(await rotating, Is.Not.Null);
    }

    private async Task<LiveSession?> RotateAsync(CancellationToken ct, Session? session = null, byte[]? presented = null, byte[]? next = null)
    {
        session ??= _session;
        await using var work = Node.Begin();
        return await work.Get<ISessionRepository>().TryRotateAsync(
            new Rotation(
                session.Id, presented ?? session.TokenHash, next ?? RandomNumberGenerator.GetBytes(32), [7], Node.Sessions.Lifetime, Node.Now), ct);
    }

    private async Task<LiveSession?> FindLiveAsync(CancellationToken ct)
    {
        await using var work = Node.Begin();
        return await work.Get<ISessionRepository>().FindLiveAsync(_session.Id, Node.Now, ct);
    }

    private async Task<bool> EndAsync(SessionEndReason reason, CancellationToken ct)
    {
        await using var work = Node.Begin();
        return await work.Get<ISessionRepository>().EndAsync(_session.Id, reason, Node.Now, ct);
    }
}
