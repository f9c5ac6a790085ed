using System.Net;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Domain.Sessions;
using UserSystem.Infrastructure.Persistence.Outbox;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>What people are told of logins: a device that was not known, and attempts that were held back.</summary>
[CancelAfter(120_000)]
public sealed class LogInNoticesTests : DatabaseFixture
{
    private const string Events = "select kind || ' ' || severity || ' ' || details from security_events order by at";

    [Test]
    public async Task A_device_that_is_not_the_first_is_noted_and_mailed_with_the_login(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        await CompleteAsync(node, jo, "First", ct);
        Assert.That(await Database.ListAsync<string>(Events, ct), Is.Empty, "Nobody is told of their first device.");

        var session = await CompleteAsync(node, jo, "Second", ct);

        Assert.That(await Database.ListAsync<string>(Events, ct), Is.EqualTo(["""new_device info {"ipAddress": "192.0.2.1", "deviceName": "Second"}"""]));
        Assert.That(
            await Database.OneAsync<bool>("select session_id = $1 and user_id = $2 and at = $3 from security_events", ct, session.Id.Value, jo, node.Now.UtcDateTime));
        await node.Get<OutboxWorker>().DrainAsync(ct);
        Assert.That(await node.Mail.NextAsync(ct), Is.EqualTo(Mail(node, "Second")));
    }

    [Test]
    public async Task A_device_that_is_known_is_neither_noted_nor_mailed(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        var first = await CompleteAsync(node, jo, "First", ct);
        await CompleteAsync(node, jo, "Second", ct);

        await node.LogInAsync(jo, ct, node.Attempt(device: first.DeviceId));

        Assert.That(await Database.OneAsync<long>("select count(*) from security_events", ct), Is.EqualTo(1));
        Assert.That(await Database.OneAsync<long>("select count(*) from outbox_messages", ct), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_has_been_away_for_so_long_that_no_device_is_known_is_told_of_the_next_one(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        await CompleteAsync(node, jo, "First", ct);
        await Database.ExecuteAsync("delete from user_devices", ct);

        await CompleteAsync(node, jo, "Second", ct);

        Assert.That(await Database.ListAsync<string>(Events, ct), Is.EqualTo(["""new_device info {"ipAddress": "192.0.2.1", "deviceName": "Second"}"""]));
        Assert.That(await Database.OneAsync<long>("select count(*) from outbox_messages", ct), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_first_devices_at_once_are_one_first_and_one_new(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);

        await Task.WhenAll(CompleteAsync(node, jo, "One", ct), CompleteAsync(node, jo, "Other", ct));

        Assert.That(await Database.OneAsync<long>("select count(*) from security_events where kind = 'new_device'", ct), Is.EqualTo(1));
    }

    [Test]
    public async Task A_login_that_is_refused_at_the_last_tells_nothing(CancellationToken ct)
    {
        var node = NewNode();
        (node.Sessions.MaxConcurrent, node.Sessions.WhenFull) = (1, WhenSessionsFull.Refuse);
        var jo = await InsertUserAsync("jo@example.org", ct);
        await CompleteAsync(node, jo, "First", ct);

        await CompleteAsync(node, jo, "Second", ct);

        Assert.That(await Database.OneAsync<long>("select (select count(*) from security_events) + (select count(*) from outbox_messages)", ct), Is.Zero);
    }

    [Test]
    public async Task A_login_is_one_round_trip_of_writes_besides_the_look_up_whatever_has_to_be_told(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        await CompleteAsync(node, jo, "First", ct);

        using var statements = new Statements();
        await node.Get<ILogInStore>().AttemptAsync(node.Attempt(), ct);
        await CompleteAsync(node, jo, "Second", ct);

        Assert.That(statements.Texts, Has.Count.EqualTo(2));
        Assert.That(await Database.OneAsync<long>("select count(*) from security_events", ct), Is.EqualTo(1));
    }

    [Test]
    public async Task That_an_account_is_held_back_is_noted_once_an_hour(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        await node.TryAsync(5, node.Attempt(), ct);
        Assert.That(await Database.ListAsync<string>(Events, ct), Is.Empty, "The fifth is let through: it may be right.");

        await node.TryAsync(3, node.Attempt(), ct);
        await node.TryAsync(8, node.Attempt(from: IPAddress.Parse("198.51.100.9")), ct);

        Assert.That(await Database.ListAsync<string>(Events, ct), Is.EqualTo(["""throttled warning {"ipAddress": "192.0.2.1"}"""]));
        Assert.That(await Database.OneAsync<Guid>("select user_id from security_events", ct), Is.EqualTo(jo));
        node.Clock.Advance(TimeSpan.FromMinutes(59));
        await node.TryAsync(20, node.Attempt(), ct);
        Assert.That(await Database.OneAsync<long>("select count(*) from security_events", ct), Is.EqualTo(1));
        node.Clock.Advance(TimeSpan.FromMinutes(1));
        await node.TryAsync(20, node.Attempt(), ct);
        Assert.That(await Database.OneAsync<long>("select count(*) from security_events", ct), Is.EqualTo(2));
    }

    [Test]
    public async Task That_an_account_is_held_back_from_everywhere_is_noted_too(CancellationToken ct)
    {
        var node = NewNode();
        await InsertUserAsync("jo@example.org", ct);
        for (var i = 0; i <= 100; i++)
        {
            await node.TryAsync(node.Attempt(from: new IPAddress([10, 0, 0, (byte)i])), ct);
        }

        Assert.That(await Database.ListAsync<string>(Events, ct), Is.EqualTo(["""throttled warning {"ipAddress": "10.0.0.100"}"""]));
    }

    [Test]
    public async Task Of_many_that_are_held_back_at_once_one_is_noted(CancellationToken ct)
    {
        var (one, other) = (NewNode(), NewNode());
        await InsertUserAsync("jo@example.org", ct);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : other).TryAsync(one.Attempt(), ct)));

        Assert.That(await Database.OneAsync<long>("select count(*) from security_events", ct), Is.EqualTo(1));
    }

    [Test]
    public async Task An_unknown_account_is_held_back_with_as_many_rows_and_no_event(CancellationToken ct)
    {
        var node = NewNode();
        await InsertUserAsync("jo@example.org", ct);
        await node.TryAsync(7, node.Attempt(), ct);
        var known = await Database.OneAsync<long>("select count(*) from login_throttles", ct);

        await node.TryAsync(7, node.Attempt("nobody@example.org"), ct);

        Assert.That(await Database.OneAsync<long>("select count(*) from login_throttles", ct), Is.EqualTo(2 * known));
        Assert.That(await Database.OneAsync<long>("select count(*) from security_events", ct), Is.EqualTo(1));
    }

    private static NewDeviceMail Mail(Node node, string device) => new("jo@example.org", "Jo", "en", device, node.Now, "192.0.2.1");

    private static async Task<Session> CompleteAsync(Node node, Guid userId, string device, CancellationToken ct)
    {
        var session = node.NewSession(userId);
        await node.Get<ILogInStore>().CompleteAsync(new LogInSuccess(node.Attempt(), session, device, null, Mail(node, device)), ct);
        return session;
    }
}
