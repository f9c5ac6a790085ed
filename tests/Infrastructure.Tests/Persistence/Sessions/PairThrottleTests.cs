using System.Net;
using NUnit.Framework;
using UserSystem.Application.Accounts;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>One account, tried from one network: so many failures, then a minute that doubles.</summary>
[CancelAfter(120_000)]
public sealed class PairThrottleTests : DatabaseFixture
{
    [TestCase(1)]
    [TestCase(5)]
    public async Task Of_any_number_at_once_on_any_node_no_more_than_the_limit_get_to_try(int limit, CancellationToken ct)
    {
        var one = NewNode();
        var other = NewNode(one.Clock);
        one.Accounts.MaxLoginAttempts = other.Accounts.MaxLoginAttempts = limit;
        await InsertUserAsync("jo@example.org", ct);

        var admitted = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => (n % 2 is 0 ? one : other).TryAsync(one.Attempt(), ct)));

        Assert.That(admitted.Count(static yes => yes), Is.EqualTo(limit));
    }

    [Test]
    public async Task The_wait_doubles_up_to_an_hour(CancellationToken ct)
    {
        var node = NewNode();
        Assert.That(await node.TryAsync(5, node.Attempt(), ct), Is.EqualTo(5));

        var waits = new List<int>();
        for (var failure = 0; failure < 9; failure++)
        {
            var wait = (await node.WaitAsync(node.Attempt(), ct))!.Value;
            waits.Add((int)wait.TotalSeconds);
            node.Clock.Advance(wait - TimeSpan.FromSeconds(1));
            Assert.That(await node.TryAsync(node.Attempt(), ct), Is.False, "a moment too early");
            node.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.That(await node.TryAsync(node.Attempt(), ct));
        }

        Assert.That(waits, Is.EqualTo([60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]));
    }

    [Test]
    public async Task An_attempt_that_is_held_back_does_not_lengthen_the_wait(CancellationToken ct)
    {
        var node = NewNode();
        await node.TryAsync(5, node.Attempt(), ct);
        await node.TryAsync(20, node.Attempt(), ct);

        Assert.That(await node.WaitAsync(node.Attempt(), ct), Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task After_a_day_all_is_forgotten(CancellationToken ct)
    {
        var node = NewNode();
        await node.TryAsync(5, node.Attempt(), ct);

        node.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));

        Assert.That(await node.TryAsync(10, node.Attempt(), ct), Is.EqualTo(5));
    }

    [Test]
    public async Task Within_a_day_it_is_not(CancellationToken ct)
    {
        var node = NewNode();
        await node.TryAsync(5, node.Attempt(), ct);

        node.Clock.Advance(TimeSpan.FromHours(23));

        Assert.That(await node.TryAsync(10, node.Attempt(), ct), Is.EqualTo(1));
    }

    [Test]
    public async Task Whoever_is_held_back_learns_nothing_of_the_person(CancellationToken ct)
    {
        var node = NewNode();
        await InsertUserAsync("jo@example.org", ct);
        Assert.That((await node.Get<ILogInStore>().AttemptAsync(node.Attempt(), ct)).Person, Is.Not.Null);
        await node.TryAsync(5, node.Attempt(), ct);

        Assert.That((await node.Get<ILogInStore>().AttemptAsync(node.Attempt(), ct)).Person, Is.Null);
    }

    [Test]
    public async Task Unknown_addresses_are_held_back_alike(CancellationToken ct)
    {
        var node = NewNode();

        Assert.That(await node.TryAsync(10, node.Attempt("nobody@example.org"), ct), Is.EqualTo(5));
    }

    [Test]
    public async Task Another_network_and_another_account_have_their_own_count(CancellationToken ct)
    {
        var node = NewNode();
        await node.TryAsync(5, node.Attempt(), ct);

        Assert.That(await node.TryAsync(10, node.Attempt(from: IPAddress.Parse("192.0.2.2")), ct), Is.EqualTo(5));
        Assert.That(await node.TryAsync(10, node.Attempt("other@example.org"), ct), Is.EqualTo(5));
    }

    [Test]
    public async Task A_forgiven_attempt_does_not_count_and_those_before_it_still_do(CancellationToken ct)
    {
        var node = NewNode();
        await node.TryAsync(4, node.Attempt(), ct);

        await node.Get<ILogInStore>().ForgiveAsync(node.Attempt(), ct);

        Assert.That(await node.TryAsync(10, node.Attempt(), ct), Is.EqualTo(2));
    }

    [Test]
    public async Task The_attempt_that_reached_the_limit_takes_the_block_back_with_it(CancellationToken ct)
    {
        var node = NewNode();
        await node.TryAsync(5, node.Attempt(), ct);

        await node.Get<ILogInStore>().ForgiveAsync(node.Attempt(), ct);

        Assert.That(await node.TryAsync(10, node.Attempt(), ct), Is.EqualTo(1));
    }

    [Test]
    public async Task A_success_clears_its_own_pair_and_no_other(CancellationToken ct)
    {
        var node = NewNode();
        var elsewhere = node.Attempt(from: IPAddress.Parse("192.0.2.2"));
        var jo = await InsertUserAsync("jo@example.org", ct);
        await node.TryAsync(4, node.Attempt(), ct);
        await node.TryAsync(4, elsewhere, ct);

        await node.LogInAsync(jo, ct);

        Assert.That(await node.TryAsync(10, node.Attempt(), ct), Is.EqualTo(5));
        Assert.That(await node.TryAsync(10, elsewhere, ct), Is.EqualTo(1));
    }

    [Test]
    public async Task The_table_tells_neither_addresses_nor_accounts(CancellationToken ct)
    {
        var node = NewNode();

        await node.TryAsync(node.Attempt(), ct);

        Assert.That(await Database.ListAsync<int>("select octet_length(key_hash) from login_throttles", ct), Is.EqualTo([32, 32]));
    }
}
