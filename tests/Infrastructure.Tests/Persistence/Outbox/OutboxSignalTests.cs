using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Npgsql;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Persistence.Outbox;
using UserSystem.Infrastructure.Tests.Persistence.Sessions;

namespace UserSystem.Infrastructure.Tests.Persistence.Outbox;

/// <summary>The worker is woken when there is something that it can see: after the commit, and never without one.</summary>
[CancelAfter(120_000)]
public sealed class OutboxSignalTests : DatabaseFixture
{
    private Node Node => field ??= NewNode();

    [Test]
    public async Task Comes_after_the_commit_and_not_before([Values] bool keyed, CancellationToken ct)
    {
        await using var commits = await HoldCommitsAsync(ct);
        await using var work = Node.Begin();
        var saved = SaveAsync(work, keyed, ct);

        await WaitersAsync(1, ct, unless: saved);
        Assert.That(IsRaised, Is.False);
        await commits.DisposeAsync();

        await saved;
        Assert.That(IsRaised, Is.True);
    }

    [Test]
    public async Task Does_not_come_where_the_commit_fails([Values] bool keyed, CancellationToken ct)
    {
        await FailCommitsAsync(ct);
        await using var work = Node.Begin();

        Assert.That(() => SaveAsync(work, keyed, ct), Throws.InstanceOf<PostgresException>().Or.InnerException.InstanceOf<PostgresException>());

        Assert.That(IsRaised, Is.False);
    }

    [Test]
    public async Task Does_not_come_where_everything_is_given_up([Values] bool keyed, CancellationToken ct)
    {
        await using var work = Node.Begin();
        Defer(work, keyed);
        if (keyed)
        {
            await work.CommitAsync(ct);
        }

        await work.ForgetAsync(ct);

        Assert.That(IsRaised, Is.False);
        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
        Assert.That(IsRaised, Is.False);
    }

    [Test]
    public async Task A_login_that_tells_of_a_new_device_wakes_it_after_the_commit(CancellationToken ct)
    {
        var jo = await InsertUserAsync("jo@example.org", ct);
        await CompleteAsync(jo, ct);
        await using var commits = await HoldCommitsAsync(ct);
        var completed = CompleteAsync(jo, ct);

        await WaitersAsync(1, ct, unless: completed);
        Assert.That(IsRaised, Is.False);
        await commits.DisposeAsync();

        await completed;
        Assert.That(IsRaised, Is.True);
    }

    [Test]
    public async Task A_login_whose_commit_fails_succeeds_for_nobody_and_wakes_nobody(CancellationToken ct)
    {
        var jo = await InsertUserAsync("jo@example.org", ct);
        await CompleteAsync(jo, ct);
        await FailCommitsAsync(ct);

        Assert.That(() => CompleteAsync(jo, ct), Throws.InstanceOf<PostgresException>());

        Assert.That(IsRaised, Is.False);
    }

    private void Defer(Work work, bool keyed)
    {
        if (keyed)
        {
            work.Get<IIdempotency>().Begin(new RequestKey("user:1 POST /api/v1/users", "one", SHA256.HashData("{}"u8)));
        }

        work.Outbox.Defer(new SendMail(new AlreadyRegisteredMail("jo@example.org", null, "en", Node.Now, null)));
    }

    private async Task SaveAsync(Work work, bool keyed, CancellationToken ct)
    {
        Defer(work, keyed);
        Assert.That((await work.CommitAsync(ct)).Error, Is.Null);
        if (keyed)
        {
            Assert.That(IsRaised, Is.False);
            Assert.That((await work.Get<IIdempotency>().CommitAsync(new object(), ct)).Error, Is.Null);
        }
    }

    private Task<Result<SessionId[]>> CompleteAsync(Guid user, CancellationToken ct) => Node.Get<ILogInStore>().CompleteAsync(
        new LogInSuccess(Node.Attempt(), Node.NewSession(user), "Phone", null, new NewDeviceMail("jo@example.org", "Jo", "en", "Phone", Node.Now, null)), ct);

    // Who waited would use it up, and tell late.
    private bool IsRaised => Semaphore(Node.Get<OutboxSignal>()).CurrentCount > 0;

    /// <summary>Lets nothing that was deferred be committed until it is disposed of: the last thing that a commit does is to wait.</summary>
    private async Task<NpgsqlConnection> HoldCommitsAsync(CancellationToken ct)
    {
        await AtCommitAsync("perform pg_advisory_xact_lock(1)", ct);
        var holder = await Database.OpenConnectionAsync(ct);
        await holder.ExecuteAsync("begin", ct);
        await holder.ExecuteAsync("select pg_advisory_xact_lock(1)", ct);
        return holder;
    }

    private Task<int> FailCommitsAsync(CancellationToken ct) => AtCommitAsync("raise exception 'no'", ct);

    private Task<int> AtCommitAsync(string does, CancellationToken ct) => Database.ExecuteAsync(
        $"""
        create function at_commit() returns trigger language plpgsql as $$ begin {does}; return null; end $$;
        create constraint trigger at_commit after insert on outbox_messages deferrable initially deferred for each row execute function at_commit();
        """, ct);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_raised")]
    private static extern ref SemaphoreSlim Semaphore(Signal signal);
}
