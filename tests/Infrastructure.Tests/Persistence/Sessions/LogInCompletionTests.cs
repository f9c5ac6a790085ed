using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>The second statement of a login: the session begins, the device is noted, who is too many has to go.</summary>
[CancelAfter(120_000)]
public sealed class LogInCompletionTests : DatabaseFixture
{
    [Test]
    public async Task Writes_the_session_the_device_and_the_login_as_they_were_given(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);

        var (session, displaced) = await node.LogInAsync(jo, ct, deviceName: "Phone");

        Assert.That(displaced, Is.Empty);
        await using var work = node.Begin();
        var stored = (await work.Get<ISessionRepository>().FindForUpdateAsync(session.Id, ct))!;
        Assert.That(stored, Is.EqualTo(session).UsingPropertiesComparer());
        Assert.That(
            await Database.OneAsync<string>("select name || (device_info ->> 'userAgent') from user_devices where user_id = $1", ct, jo), Is.EqualTo("PhoneBrowser"));
        Assert.That(await Database.OneAsync<bool>("select last_login_at = '2020-01-01 12:00Z' and version = 1 from users", ct));
    }

    [Test]
    public async Task A_newer_hash_replaces_the_old_one_only_where_there_is_one(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        await node.LogInAsync(jo, ct);
        Assert.That(await Database.OneAsync<string>("select password_hash from users", ct), Is.EqualTo("hash"));

        await node.Get<ILogInStore>().CompleteAsync(new LogInSuccess(node.Attempt(), node.NewSession(jo), null, "newer"), ct);

        Assert.That(await Database.OneAsync<string>("select password_hash from users", ct), Is.EqualTo("newer"));
    }

    [Test]
    public async Task Beyond_the_limit_whoever_was_silent_for_longest_goes(CancellationToken ct)
    {
        var node = NewNode();
        node.Sessions.MaxConcurrent = 3;
        var jo = await InsertUserAsync("jo@example.org", ct);
        var sessions = new List<SessionId>();
        for (var i = 0; i < 3; i++)
        {
            sessions.Add((await node.LogInAsync(jo, ct)).Session.Id);
            node.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Database.ExecuteAsync("update user_sessions set last_activity_at = $2 where id = $1", ct, sessions[0].Value, node.Now.UtcDateTime);

        Assert.That((await node.LogInAsync(jo, ct)).Displaced, Is.EqualTo([sessions[1]]));
        Assert.That(
            await Database.OneAsync<bool>("select ended_at = $2 and end_reason = 'displaced' and not is_active from user_sessions where id = $1", ct, sessions[1].Value, node.Now.UtcDateTime));
        Assert.That(await Database.OneAsync<long>("select count(*) from user_sessions where ended_at is null", ct), Is.EqualTo(3));
    }

    [TestCase(WhenSessionsFull.EndOldest, 16)]
    [TestCase(WhenSessionsFull.Refuse, 3)]
    public async Task Logins_at_once_do_not_pass_the_limit_together(WhenSessionsFull whenFull, int successes, CancellationToken ct)
    {
        var node = NewNode();
        (node.Sessions.MaxConcurrent, node.Sessions.WhenFull, node.Accounts.MaxLoginAttempts) = (3, whenFull, 1000);
        var jo = await InsertUserAsync("jo@example.org", ct);

        var logIns = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => node.LogInAsync(jo, ct)));

        Assert.That(await Database.OneAsync<long>("select count(*) from user_sessions where ended_at is null", ct), Is.EqualTo(3));
        Assert.That(logIns.Count(static logIn => logIn.Displaced is not null), Is.EqualTo(successes));
        Assert.That(logIns.SelectMany(static logIn => logIn.Displaced ?? []), Is.Unique);
    }

    [Test]
    public async Task A_limit_that_was_lowered_ends_all_that_are_too_many(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        for (var i = 0; i < 4; i++)
        {
            await node.LogInAsync(jo, ct);
        }

        node.Sessions.MaxConcurrent = 1;

        Assert.That((await node.LogInAsync(jo, ct)).Displaced, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Sessions_that_ended_ran_out_or_are_others_do_not_count(CancellationToken ct)
    {
        var node = NewNode();
        node.Sessions.MaxConcurrent = 1;
        var (jo, other) = (await InsertUserAsync("jo@example.org", ct), await InsertUserAsync("other@example.org", ct));
        await node.LogInAsync(other, ct, node.Attempt("other@example.org"));
        await node.LogInAsync(jo, ct);
        node.Clock.Advance(TimeSpan.FromHours(1));
        var (second, displaced) = await node.LogInAsync(jo, ct);
        Assert.That(displaced, Is.Empty, "the first had run out");

        await using var work = node.Begin();
        await work.Get<ISessionRepository>().EndAsync(second.Id, SessionEndReason.LoggedOut, node.Now, ct);

        Assert.That((await node.LogInAsync(jo, ct)).Displaced, Is.Empty);
    }

    [Test]
    public async Task Where_none_may_go_the_login_is_refused_and_changes_nothing(CancellationToken ct)
    {
        var node = NewNode();
        (node.Sessions.MaxConcurrent, node.Sessions.WhenFull) = (2, WhenSessionsFull.Refuse);
        var jo = await InsertUserAsync("jo@example.org", ct);
        await node.LogInAsync(jo, ct);
        await node.LogInAsync(jo, ct);
        node.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await node.LogInAsync(jo, ct)).Displaced, Is.Null);

        Assert.That(
            await Database.OneAsync<bool>(
                """
                select (select count(*) from user_sessions where ended_at is null) = 2 and (select count(*) from user_devices) = 2
                   and last_login_at = '2020-01-01 12:00Z' and not exists (select 1 from login_throttles where failures > 0) from users
                """, ct));
    }

    [Test]
    public async Task A_device_that_comes_back_is_seen_again_and_keeps_its_name(CancellationToken ct)
    {
        var node = NewNode();
        var jo = await InsertUserAsync("jo@example.org", ct);
        var device = (await node.LogInAsync(jo, ct, deviceName: "Phone")).Session.DeviceId;
        node.Clock.Advance(TimeSpan.FromMinutes(1));

        await node.LogInAsync(jo, ct, node.Attempt(device: device));

        Assert.That(
            await Database.OneAsync<bool>("select name = 'Phone' and first_seen_at = '2020-01-01 12:00Z' and last_seen_at = '2020-01-01 12:01Z' from user_devices", ct));
        await node.LogInAsync(jo, ct, node.Attempt(device: device), deviceName: "Old phone");
        Assert.That(await Database.OneAsync<string>("select name from user_devices", ct), Is.EqualTo("Old phone"));
    }

    [Test]
    public async Task Somebody_elses_device_stays_theirs_untouched(CancellationToken ct)
    {
        var node = NewNode();
        var (jo, other) = (await InsertUserAsync("jo@example.org", ct), await InsertUserAsync("other@example.org", ct));
        var theirs = (await node.LogInAsync(other, ct, node.Attempt("other@example.org"), deviceName: "Theirs")).Session.DeviceId;
        node.Clock.Advance(TimeSpan.FromMinutes(1));

        await node.Get<ILogInStore>().CompleteAsync(new LogInSuccess(node.Attempt(device: theirs), node.NewSession(jo, theirs), "Mine", null), ct);

        Assert.That(
            await Database.OneAsync<bool>("select user_id = $2 and name = 'Theirs' and last_seen_at = '2020-01-01 12:00Z' from user_devices where id = $1", ct, theirs.Value, other));
    }
}
