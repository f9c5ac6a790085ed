using System.Globalization;
using NUnit.Framework;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence.Outbox;

/// <summary>A mail server that takes its time, or never answers, leads to no second mail.</summary>
[CancelAfter(30_000)]
public sealed class OutboxSlowServerTests : OutboxFixture
{
    private readonly SemaphoreSlim _began = new(0);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [TearDown]
    public void Dispose() => _began.Dispose();

    [Test]
    public async Task What_waits_behind_a_slow_one_goes_out_once(CancellationToken ct)
    {
        var slow = NewNode();
        var other = NewNode(slow.Clock);
        slow.Mail.Sending = _ => AnswerAsync();
        string[] addresses = [.. Enumerable.Range(1, 20).Select(static n => string.Create(CultureInfo.InvariantCulture, $"u{n}@example.org"))];
        await DeferAsync(slow, ct, [.. addresses.Select(MailTo)]);
        var draining = DrainAsync(slow, ct);
        await BegunAsync(4, ct);

        slow.Clock.Advance(TimeSpan.FromMinutes(2));
        await DrainAsync(other, ct);
        _answer.SetResult();
        await draining;
        slow.Clock.Advance(TimeSpan.FromMinutes(1));
        await DrainAsync(other, ct);

        Assert.That(slow.Mail.Addresses.Concat(other.Mail.Addresses), Is.EquivalentTo(addresses));
    }

    [Test]
    public async Task A_slow_one_holds_up_no_other(CancellationToken ct)
    {
        var node = NewNode();
        node.Mail.Sending = mail => mail.To == "slow@example.org" ? AnswerAsync() : Task.CompletedTask;
        await DeferAsync(node, ct, MailTo("slow@example.org"), MailTo("a@example.org"), MailTo("b@example.org"));

        var draining = DrainAsync(node, ct);
        await node.Mail.NextAsync(ct);
        await node.Mail.NextAsync(ct);

        Assert.That(node.Mail.Addresses, Is.EquivalentTo(["a@example.org", "b@example.org"]));
        _answer.SetResult();
        await draining;
    }

    [Test]
    public async Task One_that_never_answers_is_given_up_before_another_may_begin_the_same(CancellationToken ct)
    {
        var node = NewNode();
        node.Mail.Sending = _ => AnswerAsync();
        await DeferAsync(node, ct, MailTo("jo@example.org"));
        var draining = DrainAsync(node, ct);
        await BegunAsync(1, ct);

        node.Clock.Advance(TimeSpan.FromSeconds(90));

        Assert.That(await draining, Is.EqualTo(1));
        Assert.That(
            await Database.OneAsync<bool>("select last_error = 'TaskCanceledException' and next_attempt_at = '2020-01-01 12:01:35Z' from outbox_messages", ct));
    }

    [Test]
    public async Task A_failure_that_comes_late_leaves_it_to_who_has_begun_since(CancellationToken ct)
    {
        var late = NewNode();
        late.Mail.Sending = _ => AnswerAsync();
        var next = NewNode(new FakeClock());
        next.Mail.Sending = _ =>
        {
            _answer.SetException(new IOException());
            return Task.Delay(Timeout.Infinite, ct);
        };
        await DeferAsync(late, ct, MailTo("jo@example.org"));
        var draining = DrainAsync(late, ct);
        await BegunAsync(1, ct);
        next.Clock.Advance(TimeSpan.FromMinutes(2));

        var drainingNext = DrainAsync(next, ct);
        await draining;

        Assert.That(
            await Database.OneAsync<bool>("select last_error is null and attempts = 2 and next_attempt_at = '2020-01-01 12:04Z' from outbox_messages", ct));
        next.Clock.Advance(TimeSpan.FromSeconds(90));
        await drainingNext;
    }

    private async Task BegunAsync(int count, CancellationToken ct)
    {
        for (var begun = 0; begun < count; begun++)
        {
            await _began.WaitAsync(ct);
        }
    }

    private Task AnswerAsync()
    {
        _began.Release();
        return _answer.Task;
    }
}
