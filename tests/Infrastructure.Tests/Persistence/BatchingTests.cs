using System.Diagnostics;
using NUnit.Framework;
using UserSystem.Infrastructure.Persistence;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>Work of many callers that leaves together: nobody waits alone, nobody gets another's answer, one that is stuck stops nobody for long.</summary>
[CancelAfter(60_000)]
public sealed class BatchingTests
{
    private readonly FakeClock _clock = new();
    private readonly List<(string[] Works, TaskCompletionSource Done)> _batches = [];
    private readonly List<string?> _traced = [];
    private Batching<string, string> _works = null!;

    [SetUp]
    public void Begin()
    {
        _batches.Clear();
        _works = new Batching<string, string>(most: 3, _clock, RunAsync, subject: static work => work[0]);
    }

    [Test]
    public async Task Who_comes_alone_leaves_at_once(CancellationToken ct)
    {
        var alone = _works.CarryOutAsync("a", ct);
        Assert.That(Works(0), Is.EqualTo((string[])["a"]));
        Finish(0);
        Assert.That(await alone, Is.EqualTo("did a"));

        var later = _works.CarryOutAsync("a", ct);
        await Until(() => _batches.Count == 2, ct);
        Finish(1);
        Assert.That(await later, Is.EqualTo("did a"));
    }

    [Test]
    public async Task What_comes_while_one_is_under_way_leaves_together_in_its_order_and_no_more_than_allowed(CancellationToken ct)
    {
        var all = ((string[])["a", "b", "c", "d", "e"]).Select(work => _works.CarryOutAsync(work, ct)).ToArray();
        Assert.That(_batches, Has.Count.EqualTo(1));
        Finish(0);
        await Until(() => _batches.Count == 2, ct);
        Assert.That(Works(1), Is.EqualTo((string[])["b", "c", "d"]));
        Finish(1);
        await Until(() => _batches.Count == 3, ct);
        Assert.That(Works(2), Is.EqualTo((string[])["e"]));
        Finish(2);
        Assert.That(await Task.WhenAll(all), Is.EqualTo((string[])["did a", "did b", "did c", "did d", "did e"]));
    }

    [Test]
    public async Task Two_that_change_the_same_are_never_under_way_together(CancellationToken ct)
    {
        var first = _works.CarryOutAsync("a1", ct);
        _clock.Advance(Batching<string, string>.Patience * 2);
        var (second, third, other) = (_works.CarryOutAsync("a2", ct), _works.CarryOutAsync("a3", ct), _works.CarryOutAsync("b", ct));
        Assert.That(_batches, Has.Count.EqualTo(1), "the second found nothing that it could take");
        Finish(0);
        await Until(() => _batches.Count == 2, ct);
        Assert.That(Works(1), Is.EqualTo((string[])["a2", "b"]));
        Finish(1);
        await Until(() => _batches.Count == 3, ct);
        Finish(2);
        Assert.That(await Task.WhenAll(first, second, third, other), Is.EqualTo((string[])["did a1", "did a2", "did a3", "did b"]));
    }

    [Test]
    public async Task What_is_stuck_holds_up_only_what_came_shortly_after_and_not_without_end(CancellationToken ct)
    {
        var stuck = _works.CarryOutAsync("a", ct);
        _clock.Advance(Batching<string, string>.Patience);
        var waits = _works.CarryOutAsync("b", ct);
        Assert.That(_batches, Has.Count.EqualTo(1), "not yet");

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var goes = _works.CarryOutAsync("c", ct);
        Assert.That(Works(1), Is.EqualTo((string[])["b", "c"]));
        Finish(1);
        Assert.That((await waits, await goes, stuck.IsCompleted), Is.EqualTo(("did b", "did c", false)));

        for (var i = 0; i < Batching<string, string>.MostUnderWay + 2; i++)
        {
            _clock.Advance(Batching<string, string>.Patience * 2);
            _ = _works.CarryOutAsync($"{i}", ct);
        }

        Assert.That(_batches.Count(static batch => !batch.Done.Task.IsCompleted), Is.EqualTo(Batching<string, string>.MostUnderWay));
    }

    [Test, CancelAfter(10_000)]
    public async Task Who_comes_behind_what_is_stuck_waits_for_nobody_to_come_after_them(CancellationToken ct)
    {
        var stuck = _works.CarryOutAsync("a", ct);
        for (var i = 1; i <= 2; i++)
        {
            var last = _works.CarryOutAsync($"{i}", ct);
            await Until(
                () =>
                {
                    _clock.Advance(Batching<string, string>.Patience);
                    return _batches.Count == i + 1;
                },
                ct);
            Finish(i);
            Assert.That((await last, stuck.IsCompleted), Is.EqualTo(($"did {i}", false)));
        }
    }

    [Test]
    public async Task A_batch_that_fails_tells_its_members_and_stops_nobody_else(CancellationToken ct)
    {
        var (first, second) = (_works.CarryOutAsync("a", ct), _works.CarryOutAsync("b", ct));
        _batches[0].Done.SetException(new InvalidOperationException("lost"));
        Assert.That(async () => await first, Throws.InvalidOperationException.With.Message.EqualTo("lost"));
        await Until(() => _batches.Count == 2, ct);
        Finish(1);
        Assert.That(await second, Is.EqualTo("did b"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_nobody_waits_for_any_more_is_begun_only_where_it_should_be(bool evenIfGivenUp, CancellationToken ct)
    {
        var works = new Batching<string, string>(most: 3, _clock, RunAsync, evenIfGivenUp: evenIfGivenUp);
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var (first, gone, last) = (works.CarryOutAsync("a", ct), works.CarryOutAsync("b", mine.Token), works.CarryOutAsync("c", ct));
        await mine.CancelAsync();
        Assert.That(async () => await gone, Throws.InstanceOf<OperationCanceledException>());
        Finish(0);
        await first;
        await Until(() => _batches.Count == 2, ct);
        Assert.That(Works(1), Is.EqualTo(evenIfGivenUp ? (string[])["b", "c"] : ["c"]));
        Finish(1);
        Assert.That(await last, Is.EqualTo("did c"));
    }

    [Test]
    public async Task Who_gives_up_waiting_takes_nothing_back_of_what_has_begun(CancellationToken ct)
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var (gone, next) = (_works.CarryOutAsync("a1", mine.Token), _works.CarryOutAsync("a2", ct));
        await mine.CancelAsync();
        Assert.That(async () => await gone, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_batches, Has.Count.EqualTo(1), "the second waits for it all the same");
        Finish(0);
        await Until(() => _batches.Count == 2, ct);
        Finish(1);
        Assert.That(await next, Is.EqualTo("did a2"));
    }

    [Test]
    public async Task A_batch_belongs_to_the_trace_of_the_one_that_waited_longest(CancellationToken ct)
    {
        List<Activity> requests = [];
        List<Task> all = [];
        foreach (var name in (string[])["first", "gone", "second", "third"])
        {
            Activity.Current = null;
            requests.Add(new Activity(name).Start());
            all.Add(_works.CarryOutAsync(name, ct));
        }

        requests[1].Dispose();
        Finish(0);
        await Until(() => _batches.Count == 2, ct);
        Finish(1);
        await Task.WhenAll(all);
        requests.ForEach(static request => request.Dispose());

        Assert.That(_traced, Is.EqualTo((string[])["first", "second"]));
    }

    [Test]
    public void Whoever_was_told_keeps_the_first_answer()
    {
        var member = new Batching<string, string>.Member("a", CancellationToken.None);
        member.Tell("first");
        member.Tell("second");
        member.Fail(new InvalidOperationException());
        Assert.That(member.Answer.Result, Is.EqualTo("first"));
    }

    [Test]
    public async Task Only_one_kind_goes_into_a_batch(CancellationToken ct)
    {
        var kinds = new Batching<string, string>(most: 3, _clock, RunAsync, kind: static work => work.Length);
        var all = ((string[])["a", "bb", "a", "ccc", "bb"]).Select(work => kinds.CarryOutAsync(work, ct)).ToArray();
        for (var i = 0; i < 4; i++)
        {
            await Until(() => _batches.Count == i + 1, ct);
            Finish(i);
        }

        await Task.WhenAll(all);
        Assert.That(_batches.Select(static batch => string.Join(' ', batch.Works)), Is.EqualTo((string[])["a", "bb bb", "a", "ccc"]));
    }

    [Test]
    public async Task Several_lanes_go_at_once(CancellationToken ct)
    {
        var two = new Batching<string, string>(most: 3, _clock, RunAsync, lanes: 2);
        var all = ((string[])["a", "b", "c", "d"]).Select(work => two.CarryOutAsync(work, ct)).ToArray();
        Assert.That(_batches.Select(static batch => batch.Works.Single()), Is.EqualTo((string[])["a", "b"]));
        Finish(1);
        await Until(() => _batches.Count == 3, ct);
        Assert.That(Works(2), Is.EqualTo((string[])["c", "d"]));
        Finish(0);
        Finish(2);
        await Task.WhenAll(all);
    }

    private async Task RunAsync(IReadOnlyList<Batching<string, string>.Member> batch, CancellationToken ct)
    {
        var done = new TaskCompletionSource();
        lock (_batches)
        {
            _traced.Add(Activity.Current?.OperationName);
            _batches.Add(([.. batch.Select(static member => member.Work)], done));
        }

        await done.Task.WaitAsync(ct);
        foreach (var member in batch)
        {
            member.Tell("did " + member.Work);
        }
    }

    private static async Task Until(Func<bool> condition, CancellationToken ct)
    {
        while (!condition())
        {
            ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private string[] Works(int batch) => _batches[batch].Works;

    private void Finish(int batch) => _batches[batch].Done.SetResult();
}
