using System.Net;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>One account, tried from everywhere: a hundred an hour, then one in thirty seconds, but for devices that it knows.</summary>
[CancelAfter(120_000)]
public sealed class AccountThrottleTests : DatabaseFixture
{
    private int _network;

    [Test]
    public async Task A_hundred_an_hour_then_one_in_thirty_seconds(CancellationToken ct)
    {
        var node = NewNode();
        Assert.That(await TryFromEverywhereAsync(node, 110, ct), Is.EqualTo(100));

        Assert.That(await node.WaitAsync(FromAnywhere(node), ct), Is.EqualTo(TimeSpan.FromSeconds(30)));
        for (var round = 0; round < 3; round++)
        {
            node.Clock.Advance(TimeSpan.FromSeconds(30));
            Assert.That(await TryFromEverywhereAsync(node, 5, ct), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Of_many_at_once_from_everywhere_no_more_than_the_limit_get_to_try(CancellationToken ct)
    {
        var node = NewNode();
        await TryFromEverywhereAsync(node, 90, ct);

        var admitted = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => node.TryAsync(FromAnywhere(node), ct)));

        Assert.That(admitted.Count(static yes => yes), Is.EqualTo(10));
    }

    [Test]
    public async Task The_hour_begins_with_the_first_attempt_and_not_anew_with_each(CancellationToken ct)
    {
        var node = NewNode();
        await TryFromEverywhereAsync(node, 50, ct);
        node.Clock.Advance(TimeSpan.FromMinutes(59));
        await TryFromEverywhereAsync(node, 49, ct);
        node.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.That(await TryFromEverywhereAsync(node, 110, ct), Is.EqualTo(100));
    }

    [Test]
    public async Task Whoever_is_held_back_for_what_others_did_is_not_charged_for_it(CancellationToken ct)
    {
        var node = NewNode();
        await TryFromEverywhereAsync(node, 100, ct);
        Assert.That(await node.TryAsync(20, node.Attempt(), ct), Is.Zero);

        node.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.That(await node.TryAsync(node.Attempt(), ct));
        Assert.That(await Database.OneAsync<int>("select failures from login_throttles order by updated_at desc, failures limit 1", ct), Is.EqualTo(1));
    }

    [Test]
    public async Task A_device_that_the_account_knows_is_let_through(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        var known = (await node.LogInAsync(jo, ct)).Session.DeviceId;
        await TryFromEverywhereAsync(node, 110, ct);

        var standing = await node.Get<ILogInStore>().AttemptAsync(node.Attempt(device: known), ct);

        Assert.That(standing.RetryAfter, Is.Null);
        Assert.That(standing.Person?.KnowsDevice, Is.True);
    }

    [Test]
    public async Task Even_such_a_device_has_only_its_pairs_attempts(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        var known = (await node.LogInAsync(jo, ct)).Session.DeviceId;

        Assert.That(await node.TryAsync(10, node.Attempt(device: known), ct), Is.EqualTo(5));
    }

    [Test]
    public async Task Somebody_elses_device_and_one_that_was_made_up_open_no_door(CancellationToken ct)
    {
        var node = NewNode();
        await InsertUserAsync("jo@example.org", ct);
        var other = await InsertUserAsync("other@example.org", ct);
        var theirs = (await node.LogInAsync(other, ct, node.Attempt("other@example.org"))).Session.DeviceId;
        await TryFromEverywhereAsync(node, 110, ct);

        Assert.That(await node.TryAsync(node.Attempt(device: theirs), ct), Is.False);
        Assert.That(await node.TryAsync(node.Attempt(from: IPAddress.Parse("198.51.100.9"), device: node.Ids.Next<DeviceId>()), ct), Is.False);
    }

    [Test]
    public async Task A_success_takes_itself_back_and_nothing_that_others_did(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        await TryFromEverywhereAsync(node, 60, ct);

        await node.LogInAsync(jo, ct);

        Assert.That(await TryFromEverywhereAsync(node, 60, ct), Is.EqualTo(40));
    }

    [Test]
    public async Task A_success_from_a_known_device_was_not_counted_and_takes_nothing_back(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        var known = node.Attempt(device: (await node.LogInAsync(jo, ct)).Session.DeviceId);
        await TryFromEverywhereAsync(node, 60, ct);

        await node.LogInAsync(jo, ct, known);
        await node.TryAsync(known, ct);
        await node.Get<ILogInStore>().ForgiveAsync(known, ct);

        Assert.That(await TryFromEverywhereAsync(node, 60, ct), Is.EqualTo(40));
    }

    [Test]
    public async Task A_deleted_person_is_nobody(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        await Database.ExecuteAsync("update users set status = 'suspended', deleted_at = now() where id = $1", ct, jo);

        Assert.That((await node.Get<ILogInStore>().AttemptAsync(node.Attempt(), ct)).Person, Is.Null);
    }

    [Test]
    public async Task Successes_and_attempts_that_cross_do_not_lock_each_other_out(CancellationToken ct)
    {
        var node = NewNode();
        node.Accounts.MaxLoginAttempts = 1000;
        var jo = await InsertUserAsync("jo@example.org", ct);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            for (var round = 0; round < 15; round++)
            {
                await node.LogInAsync(jo, ct);
            }
        }));

        Assert.That(await Database.ListAsync<int>("select failures from login_throttles where failures > 0", ct), Has.All.LessThan(100));
    }

    private LogInAttempt FromAnywhere(Node node) =>
        node.Attempt(from: new IPAddress([10, 0, (byte)(Interlocked.Increment(ref _network) / 256), (byte)_network]));

    private async Task<int> TryFromEverywhereAsync(Node node, int times, CancellationToken ct)
    {
        var admitted = 0;
        for (var i = 0; i < times; i++)
        {
            admitted += await node.TryAsync(FromAnywhere(node), ct) ? 1 : 0;
        }

        return admitted;
    }
}
