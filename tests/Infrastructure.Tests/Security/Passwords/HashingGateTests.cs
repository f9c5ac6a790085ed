using NUnit.Framework;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Infrastructure.Tests.Security.Passwords;

internal sealed class HashingGateTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Lets_no_more_work_than_it_may_and_serves_all_who_wait()
    {
        var gate = Gate(slots: 3);
        var (working, most, served) = (0, 0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, 90), new ParallelOptions { MaxDegreeOfParallelism = 90 }, async (i, ct) =>
        {
            using var lease = await gate.EnterAsync($"client {i}", ct);
            Assert.That(lease, Is.Not.Null);
            var now = Interlocked.Increment(ref working);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref working);
            Interlocked.Increment(ref served);
        }).WaitAsync(Long);

        Assert.That(most, Is.InRange(1, 3));
        Assert.That(served, Is.EqualTo(90));
        Assert.That(gate.Waiting, Is.Zero);
    }

    [Test]
    public async Task Serves_first_who_came_first()
    {
        var gate = Gate(slots: 1);
        var lease = await EnterAsync(gate, "first");
        var waiting = Enumerable.Range(0, 10).Select(i => gate.EnterAsync($"client {i}", default).AsTask()).ToList();
        foreach (var next in waiting)
        {
            Assert.That(waiting.Where(w => w.IsCompleted), Is.EqualTo(waiting.TakeWhile(w => w != next)));
            lease!.Dispose();
            lease = await next.WaitAsync(Long);
        }
    }

    [Test]
    public async Task Lets_one_client_fill_the_queue_where_clients_are_not_told_apart()
    {
        var gate = new HashingGate(new PasswordOptions { MaxConcurrentHashes = 1, LimitsClients = false });
        using var working = await EnterAsync(gate, "proxy");

        var waiting = Enumerable.Range(0, HashingGate.MaxWaitingPerSlot).Select(_ => gate.EnterAsync("proxy", default).AsTask()).ToList();

        Assert.That(waiting.Any(static each => each.IsCompleted), Is.False);
        Assert.That(await EnterAsync(gate, "proxy"), Is.Null, "the queue as a whole stays bounded");
    }

    [Test]
    public async Task Says_busy_to_a_client_that_already_waits_twice()
    {
        var gate = Gate(slots: 1);
        using var working = await EnterAsync(gate, "one");
        var second = gate.EnterAsync("one", default).AsTask();
        var third = gate.EnterAsync("one", default).AsTask();

        Assert.That(await EnterAsync(gate, "one"), Is.Null);
        Assert.That(second.IsCompleted || third.IsCompleted, Is.False);
        var other = gate.EnterAsync("another", default).AsTask();
        Assert.That(other.IsCompleted, Is.False, "others may wait");

        working!.Dispose();
        using var lease = await second.WaitAsync(Long);
        Assert.That(gate.EnterAsync("one", default).AsTask().IsCompleted, Is.False, "a place in the queue is free again");
    }

    [Test]
    public async Task Says_busy_when_the_queue_is_full()
    {
        var gate = Gate(slots: 2);
        using var first = await EnterAsync(gate, "a");
        using var second = await EnterAsync(gate, "b");
        var waiting = Enumerable.Range(0, 64).Select(i => gate.EnterAsync($"client {i}", default).AsTask()).ToList();

        Assert.That(await EnterAsync(gate, "one too many"), Is.Null);
        Assert.That(waiting.Any(w => w.IsCompleted), Is.False);
    }

    [Test]
    public async Task Forgets_who_gives_up()
    {
        var gate = Gate(slots: 1);
        var working = await EnterAsync(gate, "a");
        using var cancel = new CancellationTokenSource();
        var impatient = gate.EnterAsync("b", cancel.Token).AsTask();
        var twin = gate.EnterAsync("b", default).AsTask();
        await cancel.CancelAsync();

        Assert.That(async () => await impatient, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(gate.Waiting, Is.EqualTo(1));
        var again = gate.EnterAsync("b", default).AsTask();
        Assert.That(again.IsCompleted, Is.False, "b waits once only, and may again");

        working!.Dispose();
        using var lease = await twin.WaitAsync(Long);
        Assert.That(lease, Is.Not.Null);
    }

    [Test]
    public async Task Does_not_let_in_who_gave_up_before()
    {
        var gate = Gate(slots: 1);
        Assert.That(async () => await gate.EnterAsync("a", new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());

        using var lease = await EnterAsync(gate, "a");
        Assert.That(lease, Is.Not.Null);
    }

    [Test]
    public async Task Loses_no_turn_when_some_give_up_while_turns_pass()
    {
        var gate = Gate(slots: 2);
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 40 }, async (i, ct) =>
        {
            using var cancel = new CancellationTokenSource();
            try
            {
                var turn = gate.EnterAsync($"client {i}", cancel.Token).AsTask();
                if (i % 2 == 0)
                {
                    await Task.Yield();
                    await cancel.CancelAsync();
                }

                using var lease = await turn;
                await Task.Yield();
            }
            catch (OperationCanceledException)
            {
                // Half of them mean to.
            }
        }).WaitAsync(Long);

        Assert.That(gate.Waiting, Is.Zero);
        using var first = await EnterAsync(gate, "a");
        using var second = await EnterAsync(gate, "a");
        Assert.That(gate.EnterAsync("a", default).AsTask().IsCompleted, Is.False, "two turns there are, and no third");
    }

    [Test]
    public async Task A_lease_is_given_back_once()
    {
        var gate = Gate(slots: 1);
        var lease = await EnterAsync(gate, "a");
        lease!.Dispose();
        lease.Dispose();
        using var next = await EnterAsync(gate, "a");

        Assert.That(gate.EnterAsync("a", default).AsTask().IsCompleted, Is.False);
    }

    // A gate that should answer at once and does not fails its test instead of holding it up.
    private static Task<HashingLease?> EnterAsync(HashingGate gate, string client) =>
        gate.EnterAsync(client, CancellationToken.None).AsTask().WaitAsync(Long);

    private static HashingGate Gate(int slots) => new(new PasswordOptions { MaxConcurrentHashes = slots });

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
