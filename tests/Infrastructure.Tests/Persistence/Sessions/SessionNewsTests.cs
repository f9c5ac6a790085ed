using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Persistence.Sessions;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>However a session ends, the other nodes hear of it with the commit.</summary>
[CancelAfter(120_000)]
public sealed class SessionNewsTests : DatabaseFixture
{
    private Guid _owner;
    private Session _session = null!;

    private Node Node => field ??= NewNode();
    private Node Other => field ??= NewNode(adjust: static services => services.AddSingleton(TimeProvider.System));

    [SetUp]
    public async Task Listen()
    {
        var ct = TestContext.CurrentContext.CancellationToken;
        _owner = await InsertUserAsync("jo@example.org", ct);
        _session = (await Node.LogInAsync(_owner, ct)).Session;
        Other.Get<EndedSessionsNews>();
        Other.Get<ServiceState>().BecomeReady();
        await Other.Get<NodeListener>().StartAsync(ct);
        await UntilAsync(() => Other.Get<INodeMessages>().Hears, ct);
    }

    [Test]
    public async Task What_happens_often_tells_nobody_anything(CancellationToken ct)
    {
        await using var listening = await Database.OpenConnectionAsync(ct);
        var heard = new List<string>();
        listening.Notification += (_, message) => heard.Add(message.Payload);
        await listening.ExecuteAsync($"listen {NodeMessages.Channel}", ct);

        // A login, a refresh, and the activity of a session.
        var session = (await Node.LogInAsync(_owner, ct)).Session;
        await using (var work = Node.Begin())
        {
            await work.Get<ISessionRepository>().TryRotateAsync(
                new Rotation(session.Id, session.TokenHash, [2], [3], Node.Sessions.Lifetime, Node.Now), ct);
        }

        await Node.Get<SessionActivity>().SeenAsync(new CallerIdentity(new UserId(_owner), session.Id, 2, Node.Now), ct);
        await Node.Get<SessionActivity>().FlushAsync(ct);
        await listening.ExecuteAsync("select 1", ct);

        Assert.That(heard.Where(static message => !message.StartsWith("heartbeat:", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task One_alone(CancellationToken ct)
    {
        await using var work = Node.Begin();
        await work.Get<ISessionRepository>().EndAsync(_session.Id, SessionEndReason.LoggedOut, Node.Now, ct);

        await HeardAsync([_session.Id], ct);
    }

    [Test]
    public async Task All_of_a_person_more_than_fit_into_one_message(CancellationToken ct)
    {
        var many = await Database.ListAsync<Guid>(
            """
            insert into user_sessions (user_id, device_id, token_hash, generation, remembered, created_at, rotated_at, last_activity_at,
                                       authenticated_at, expires_at, absolute_expires_at)
            select user_id, device_id, sha256(n::text::bytea), 1, false, created_at, created_at, created_at, created_at, expires_at, expires_at
            from user_sessions, generate_series(1, 250) n
            returning id
            """, ct);
        await using var work = Node.Begin();
        await work.Get<ISessionRepository>().EndAllAsync(new UserId(_owner), null, SessionEndReason.PasswordChanged, Node.Now, ct);
        await work.CommitAsync(ct);

        await HeardAsync([_session.Id, .. many.Select(SessionId.From)], ct);
    }

    [Test]
    public async Task One_that_ends_because_somebody_has_a_copy_of_its_token(CancellationToken ct)
    {
        await using var work = Node.Begin();
        (await work.Get<ISessionRepository>().FindForUpdateAsync(_session.Id, ct))!.End(SessionEndReason.TokenReused, Node.Now);
        await work.CommitAsync(ct);

        await HeardAsync([_session.Id], ct);
    }

    [Test]
    public async Task And_none_that_was_looked_at_and_goes_on(CancellationToken ct)
    {
        await using var work = Node.Begin();
        (await work.Get<ISessionRepository>().FindForUpdateAsync(_session.Id, ct))!.SeeSuccessor(Node.Now);
        await work.CommitAsync(ct);
        await using var next = Node.Begin();
        var last = (await Node.LogInAsync(_owner, ct)).Session;
        await next.Get<ISessionRepository>().EndAsync(last.Id, SessionEndReason.LoggedOut, Node.Now, ct);

        await HeardAsync([last.Id], ct);
        Assert.That(Other.Get<EndedSessions>().Contains(_session.Id), Is.False);
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken ct)
    {
        while (!condition())
        {
            ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private Task HeardAsync(SessionId[] ended, CancellationToken ct) => UntilAsync(() => ended.All(Other.Get<EndedSessions>().Contains), ct);
}
