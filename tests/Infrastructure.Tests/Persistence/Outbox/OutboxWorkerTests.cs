using System.Globalization;
using NUnit.Framework;
using UserSystem.Application.Mail;

namespace UserSystem.Infrastructure.Tests.Persistence.Outbox;

/// <summary>Deferred commands are carried out at least once, and once where nothing fails.</summary>
[CancelAfter(120_000)]
public sealed class OutboxWorkerTests : OutboxFixture
{
    [Test]
    public async Task Carries_out_what_was_deferred_and_does_not_repeat_it(CancellationToken ct)
    {
        var node = NewNode();
        await DeferAsync(node, ct, MailTo("jo@example.org"));

        Assert.That(await DrainAsync(node, ct), Is.EqualTo(1));
        node.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await DrainAsync(node, ct), Is.Zero);

        Assert.That(node.Mail.Addresses, Is.EqualTo(["jo@example.org"]));
        Assert.That(await Database.OneAsync<bool>("select delivered_at = '2020-01-01 12:00Z' and attempts = 1 from outbox_messages", ct));
    }

    [Test]
    public async Task What_fails_is_tried_again_until_it_succeeds(CancellationToken ct)
    {
        var node = NewNode();
        node.Mail.Sending = static _ => throw new IOException("The mail server of jo@example.org is away.");
        await DeferAsync(node, ct, MailTo("jo@example.org"));

        Assert.That(await DrainAsync(node, ct), Is.EqualTo(1));
        Assert.That(await DrainAsync(node, ct), Is.Zero, "not before its time");
        Assert.That(await Database.OneAsync<string>("select last_error from outbox_messages", ct), Is.EqualTo(nameof(IOException)));
        node.Mail.Sending = static _ => Task.CompletedTask;
        node.Clock.Advance(TimeSpan.FromSeconds(5));
        await DrainAsync(node, ct);

        Assert.That(node.Mail.Addresses, Is.EqualTo(["jo@example.org"]));
        Assert.That(await Database.OneAsync<bool>("select last_error is null from outbox_messages", ct));
    }

    [Test]
    public async Task The_pause_doubles_with_every_failure_up_to_an_hour(CancellationToken ct)
    {
        var node = NewNode();
        node.Mail.Sending = static _ => throw new IOException();
        await DeferAsync(node, ct, MailTo("jo@example.org"));

        var pauses = new List<int>();
        for (var failure = 0; failure < 13; failure++)
        {
            Assert.That(await DrainAsync(node, ct), Is.EqualTo(1));
            var next = await Database.OneAsync<DateTime>("select next_attempt_at from outbox_messages", ct);
            pauses.Add((int)(next - node.Now.UtcDateTime).TotalSeconds);
            node.Clock.Advance(next - node.Now.UtcDateTime);
        }

        Assert.That(pauses, Is.EqualTo([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600]));
    }

    [Test]
    public async Task One_that_fails_holds_up_no_other(CancellationToken ct)
    {
        var node = NewNode();
        node.Mail.Sending = static mail => mail.To == "bad@example.org" ? throw new IOException() : Task.CompletedTask;
        await DeferAsync(node, ct, MailTo("a@example.org"), MailTo("bad@example.org"), MailTo("b@example.org"));

        await DrainAsync(node, ct);

        Assert.That(node.Mail.Addresses, Is.EquivalentTo(["a@example.org", "b@example.org"]));
    }

    [Test]
    public async Task What_a_dead_worker_had_taken_comes_to_another_when_the_lease_runs_out(CancellationToken ct)
    {
        var dead = NewNode();
        var alive = NewNode(dead.Clock);
        using var death = CancellationTokenSource.CreateLinkedTokenSource(ct);
        dead.Mail.Sending = async _ =>
        {
            await death.CancelAsync();
            death.Token.ThrowIfCancellationRequested();
        };
        await DeferAsync(dead, ct, MailTo("jo@example.org"));
        Assert.That(() => DrainAsync(dead, death.Token), Throws.InstanceOf<OperationCanceledException>());

        dead.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.That(await DrainAsync(alive, ct), Is.Zero);
        dead.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await DrainAsync(alive, ct), Is.EqualTo(1));

        Assert.That(alive.Mail.Addresses, Is.EqualTo(["jo@example.org"]));
    }

    [Test]
    public async Task Two_workers_share_and_double_nothing(CancellationToken ct)
    {
        var one = NewNode();
        var other = NewNode(one.Clock);
        var (oneCame, otherCame) = (NewSign(), NewSign());
        one.Mail.Sending = MeetAt(oneCame, otherCame, ct);
        other.Mail.Sending = MeetAt(otherCame, oneCame, ct);
        var addresses = Addresses(60);
        await DeferAsync(one, ct, [.. addresses.Select(MailTo)]);

        await Task.WhenAll(DrainAsync(one, ct), DrainAsync(other, ct));

        Assert.That(one.Mail.Addresses.Concat(other.Mail.Addresses), Is.EquivalentTo(addresses));
        Assert.That(one.Mail.Addresses, Is.Not.Empty);
        Assert.That(other.Mail.Addresses, Is.Not.Empty);
    }

    [Test]
    public async Task What_another_is_just_taking_is_passed_over_and_not_waited_for(CancellationToken ct)
    {
        var node = NewNode();
        await DeferAsync(node, ct, MailTo("a@example.org"), MailTo("b@example.org"));
        await using (var other = await Database.OpenConnectionAsync(ct))
        await using (await other.BeginTransactionAsync(ct))
        {
            await other.ExecuteAsync("select 1 from outbox_messages limit 1 for update", ct);

            Assert.That(await DrainAsync(node, ct), Is.EqualTo(1));
        }

        Assert.That(await DrainAsync(node, ct), Is.EqualTo(1));
    }

    [Test]
    public async Task A_burst_is_drained_in_one_go(CancellationToken ct)
    {
        var node = NewNode();
        var addresses = Addresses(500);
        await DeferAsync(node, ct, [.. addresses.Select(MailTo)]);

        Assert.That(await DrainAsync(node, ct), Is.EqualTo(500));

        Assert.That(node.Mail.Addresses, Is.EquivalentTo(addresses));
        Assert.That(await Database.OneAsync<long>("select count(*) from outbox_messages where delivered_at is null", ct), Is.Zero);
    }

    private static List<string> Addresses(int count) =>
        [.. Enumerable.Range(1, count).Select(static n => string.Create(CultureInfo.InvariantCulture, $"u{n}@example.org"))];

    private static TaskCompletionSource NewSign() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says that one is there, and goes on when the other is.</summary>
    private static Func<MailMessage, Task> MeetAt(TaskCompletionSource here, TaskCompletionSource there, CancellationToken ct) => _ =>
    {
        here.TrySetResult();
        return there.Task.WaitAsync(ct);
    };
}
