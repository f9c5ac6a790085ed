using NUnit.Framework;
using UserSystem.Infrastructure.Persistence.Outbox;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence.Outbox;

/// <summary>The worker while it runs by itself: what wakes it, and what it clears away.</summary>
[CancelAfter(120_000)]
public sealed class OutboxRunTests : OutboxFixture
{
    [Test]
    public async Task A_commit_wakes_the_worker_of_its_node_at_once(CancellationToken ct)
    {
        var node = NewNode();
        var worker = await StartAsync(node, ct);
        await node.Clock.SomebodyWaitsAsync(ct);

        await DeferAsync(node, ct, MailTo("jo@example.org"));

        Assert.That((await node.Mail.NextAsync(ct)).To, Is.EqualTo("jo@example.org"));
        await worker.StopAsync(ct);
    }

    [Test]
    public async Task The_other_nodes_find_it_when_they_next_look(CancellationToken ct)
    {
        var node = NewNode();
        var worker = await StartAsync(node, ct);
        await node.Clock.SomebodyWaitsAsync(ct);
        await DeferAsync(NewNode(node.Clock), ct, MailTo("jo@example.org"));

        node.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That((await node.Mail.NextAsync(ct)).To, Is.EqualTo("jo@example.org"));
        await worker.StopAsync(ct);
    }

    [Test]
    public async Task What_was_delivered_a_week_ago_is_removed_and_nothing_else(CancellationToken ct)
    {
        var node = NewNode();
        const string insert =
            """
            insert into outbox_messages (id, created_at, next_attempt_at, delivered_at, last_error, payload)
            values (gen_random_uuid(), $1, $2, $3, $4, '\x00')
            """;
        var now = node.Now.UtcDateTime;
        await Database.ExecuteAsync(insert, ct, now, now, now.AddDays(-7).AddSeconds(-1), "old");
        await Database.ExecuteAsync(insert, ct, now, now, now.AddDays(-7).AddSeconds(1), "recent");
        await Database.ExecuteAsync(insert, ct, now.AddDays(-30), now.AddHours(1), null, "waiting");

        var worker = await StartAsync(node, ct);
        await node.Clock.SomebodyWaitsAsync(ct);

        Assert.That(await Database.ListAsync<string>("select last_error from outbox_messages", ct), Is.EquivalentTo(["recent", "waiting"]));
        await worker.StopAsync(ct);
    }

    [Test]
    public async Task A_database_that_is_away_for_a_while_does_not_end_the_worker(CancellationToken ct)
    {
        var node = NewNode();
        await Database.ExecuteAsync("alter table outbox_messages rename to gone", ct);
        var worker = await StartAsync(node, ct);
        await node.Clock.SomebodyWaitsAsync(ct);
        await Database.ExecuteAsync("alter table gone rename to outbox_messages", ct);

        await DeferAsync(node, ct, MailTo("jo@example.org"));

        Assert.That((await node.Mail.NextAsync(ct)).To, Is.EqualTo("jo@example.org"));
        await worker.StopAsync(ct);
    }

    [Test]
    public async Task A_signal_that_comes_first_is_not_lost_and_many_are_one(CancellationToken ct)
    {
        using var signal = new OutboxSignal();
        var clock = new FakeClock();
        signal.Raise();
        signal.Raise();

        await signal.WaitAsync(TimeSpan.FromSeconds(5), clock, ct);
        var second = signal.WaitAsync(TimeSpan.FromSeconds(5), clock, ct);
        for (var turn = 0; turn < 100 && !second.IsCompleted; turn++)
        {
            await Task.Run(static () => { }, ct);
        }

        Assert.That(second.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromSeconds(5));
        await second;
    }

    [Test]
    public async Task A_wait_that_ended_by_the_clock_swallows_no_later_signal(CancellationToken ct)
    {
        using var signal = new OutboxSignal();
        var clock = new FakeClock();
        var first = signal.WaitAsync(TimeSpan.FromSeconds(5), clock, ct);
        clock.Advance(TimeSpan.FromSeconds(5));
        await first;

        signal.Raise();

        await signal.WaitAsync(Timeout.InfiniteTimeSpan, clock, ct);
    }

    [Test]
    public void Stopping_ends_the_wait(CancellationToken ct)
    {
        using var signal = new OutboxSignal();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var waiting = signal.WaitAsync(TimeSpan.FromSeconds(5), new FakeClock(), stop.Token);

        stop.Cancel();

        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
    }
}
