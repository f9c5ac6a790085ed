using System.Diagnostics.Metrics;
using NUnit.Framework;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>Each session that ends through a node is counted once, with its reason, when that is committed.</summary>
[CancelAfter(120_000)]
public sealed class SessionMetricsTests : DatabaseFixture
{
    private static readonly AsyncLocal<SessionMetricsTests?> Flow = new();

    private readonly List<string> _counted = [];
    private readonly MeterListener _listener = new();

    private Node Node => field ??= NewNode();

    public SessionMetricsTests()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (ReferenceEquals(instrument, Instruments.SessionsEnded))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            // Other tests end sessions at the same time.
            if (ReferenceEquals(Flow.Value, this))
            {
                _counted.Add($"{tags[0].Value} {count}");
            }
        });
    }

    [TearDown]
    public void StopListening() => _listener.Dispose();

    [Test]
    public async Task One_that_a_login_beyond_the_limit_displaces(CancellationToken ct)
    {
        Node.Sessions.MaxConcurrent = 1;
        var owner = await InsertUserAsync("jo@example.org", ct);
        Listen();

        await Node.LogInAsync(owner, ct);
        Assert.That(_counted, Is.Empty);
        await Node.LogInAsync(owner, ct);

        Assert.That(_counted, Is.EqualTo(["displaced 1"]));
    }

    [Test]
    public async Task One_that_is_loaded_and_ended_when_that_is_committed([Values] bool commits, CancellationToken ct)
    {
        var session = (await Node.LogInAsync(await InsertUserAsync("jo@example.org", ct), ct)).Session;
        Listen();
        await using var work = Node.Begin();

        (await work.Get<ISessionRepository>().FindForUpdateAsync(session.Id, ct))!.End(SessionEndReason.TokenReused, Node.Now);
        await EndUnitAsync(work, commits, ct);

        Assert.That(_counted, Is.EqualTo(commits ? ["token_reused 1"] : (string[])[]));
    }

    [Test]
    public async Task One_that_is_loaded_and_lives_on_is_not_counted(CancellationToken ct)
    {
        var session = (await Node.LogInAsync(await InsertUserAsync("jo@example.org", ct), ct)).Session;
        Listen();
        await using var work = Node.Begin();

        await work.Get<ISessionRepository>().FindForUpdateAsync(session.Id, ct);
        await work.CommitAsync(ct);

        Assert.That(_counted, Is.Empty);
    }

    [Test]
    public async Task All_of_a_person_when_that_is_committed([Values] bool commits, CancellationToken ct)
    {
        var owner = await InsertUserAsync("jo@example.org", ct);
        await Node.LogInAsync(owner, ct);
        await Node.LogInAsync(owner, ct);
        Listen();
        await using var work = Node.Begin();

        await work.Get<ISessionRepository>().EndAllAsync(new UserId(owner), except: null, SessionEndReason.PasswordChanged, Node.Now, ct);
        Assert.That(_counted, Is.Empty, "not yet");
        await EndUnitAsync(work, commits, ct);

        Assert.That(_counted, Is.EqualTo(commits ? ["password_changed 2"] : (string[])[]));
    }

    [TestCase(59, "revoked 1")]
    [TestCase(60, null)]
    public async Task One_that_its_owner_ends_unless_it_has_run_out(int minutes, string? counted, CancellationToken ct)
    {
        var owner = await InsertUserAsync("jo@example.org", ct);
        var session = (await Node.LogInAsync(owner, ct)).Session;
        Node.Clock.Advance(TimeSpan.FromMinutes(minutes));
        Listen();
        await using var work = Node.Begin();

        await work.Get<ISessionRepository>().EndAsync(session.Id, new UserId(owner), SessionEndReason.Revoked, Node.Now, ct);

        Assert.That(_counted, Is.EqualTo(counted is null ? [] : new[] { counted }));
    }

    // An address that somebody has: the commit is refused after the sessions were ended in it.
    private async Task EndUnitAsync(Work work, bool commits, CancellationToken ct)
    {
        if (!commits)
        {
            await InsertUserAsync("taken@example.org", ct);
            work.Register("taken@example.org");
        }

        Assert.That((await work.CommitAsync(ct)).Error, commits ? Is.Null : Is.EqualTo(UserErrors.EmailTaken));
        await work.ForgetAsync(ct);
        Assert.That((await work.CommitAsync(ct)).Error, Is.Null, "nothing is left to come later");
    }

    private void Listen()
    {
        Flow.Value = this;
        _listener.Start();
    }
}
