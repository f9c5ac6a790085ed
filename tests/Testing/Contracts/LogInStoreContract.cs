using System.Net;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>What holding back logins and beginning sessions has to do. Three failures are allowed, and two sessions.</summary>
public abstract class LogInStoreContract : StoreContract
{
    private static readonly DateTimeOffset Now = Any.Instant.AddHours(1);
    private readonly EmailAddress _email = Any.Email();

    [Test]
    public async Task Finds_the_living_person_with_the_address_in_any_case(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(_email.Value, "Jo"), ct);

        var standing = await World.LogIns.AttemptAsync(Attempt() with { Email = EmailAddress.Parse(_email.Value.ToUpperInvariant()) }, ct);

        Assert.That(standing, Is.EqualTo(new LogInStanding(
            null, new LogInPerson(user.Id, _email.Value, "Jo", "en", Any.PasswordHash, UserStatus.Active, KnowsDevice: false))));
    }

    [Test]
    public async Task Finds_nobody_where_nobody_lives(CancellationToken ct)
    {
        await SaveAsync(Any.DeletedUser(_email.Value), ct);

        Assert.That(await AttemptAsync(ct), Is.EqualTo(new LogInStanding(null, null)));
        Assert.That(await World.LogIns.AttemptAsync(Attempt() with { Email = Any.Email() }, ct), Is.EqualTo(new LogInStanding(null, null)));
    }

    [Test]
    public async Task Tells_where_a_person_stands([Values] UserStatus status, CancellationToken ct)
    {
        await SaveAsync(Any.User(_email.Value).With(user => user.Status, status), ct);

        Assert.That((await AttemptAsync(ct)).Person?.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Holds_back_after_the_allowed_failures_and_twice_as_long_each_time(CancellationToken ct)
    {
        await SaveAsync(Any.User(_email.Value), ct);
        await FailAsync(3, ct);

        Assert.That(await AttemptAsync(ct), Is.EqualTo(new LogInStanding(TimeSpan.FromSeconds(60), null)), "not even who it is");
        Assert.That((await AttemptAsync(ct, after: 59)).RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That((await AttemptAsync(ct, after: 60)).RetryAfter, Is.Null);
        Assert.That((await AttemptAsync(ct, after: 61)).RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(119)));
    }

    [Test]
    public async Task Holds_back_for_an_hour_at_most(CancellationToken ct)
    {
        var after = 0;
        for (var failure = 0; failure < 14; failure++)
        {
            await AttemptAsync(ct, after += 3600);
        }

        Assert.That((await AttemptAsync(ct, after)).RetryAfter, Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task Forgets_after_a_day_of_silence(CancellationToken ct)
    {
        await FailAsync(2, ct);

        Assert.That((await AttemptAsync(ct, after: 86_401)).RetryAfter, Is.Null);
        Assert.That((await AttemptAsync(ct, after: 86_402)).RetryAfter, Is.Null);
        Assert.That((await AttemptAsync(ct, after: 86_403)).RetryAfter, Is.Null);
        Assert.That((await AttemptAsync(ct, after: 86_404)).RetryAfter, Is.Not.Null);
    }

    [TestCase("192.0.2.7", "::ffff:192.0.2.7", true)]
    [TestCase("192.0.2.7", "192.0.2.8", false)]
    [TestCase("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", true)]
    [TestCase("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [TestCase("192.0.2.7", null, false)]
    public async Task Holds_back_a_whole_network_and_no_other(string failing, string? asking, bool held, CancellationToken ct)
    {
        await FailAsync(3, ct, failing);

        var standing = await World.LogIns.AttemptAsync(Attempt(asking), ct);

        Assert.That(standing.RetryAfter, held ? Is.Not.Null : Is.Null);
    }

    [Test]
    public async Task Holds_back_one_account_and_no_other(CancellationToken ct)
    {
        await FailAsync(3, ct);

        Assert.That((await World.LogIns.AttemptAsync(Attempt() with { Email = Any.Email() }, ct)).RetryAfter, Is.Null);
    }

    [Test]
    public async Task An_attempt_that_is_forgiven_clears_its_own_pair_only(CancellationToken ct)
    {
        await FailAsync(3, ct);
        await FailAsync(3, ct, "192.0.2.99");

        await World.LogIns.ForgiveAsync(Attempt(), ct);

        Assert.That((await AttemptAsync(ct)).RetryAfter, Is.Null);
        Assert.That((await World.LogIns.AttemptAsync(Attempt("192.0.2.99"), ct)).RetryAfter, Is.Not.Null);
    }

    [Test]
    public async Task Holds_back_an_account_that_is_tried_from_everywhere_but_not_its_known_device(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(_email.Value), ct);
        var session = await BeginAsync(Any.Session(user, at: Now), ct);
        for (var i = 0; i < 100; i++)
        {
            await World.LogIns.AttemptAsync(Attempt($"198.51.100.{i}"), ct);
        }

        Assert.That((await World.LogIns.AttemptAsync(Attempt("203.0.113.1"), ct)).RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(30)));
        var known = await World.LogIns.AttemptAsync(Attempt("203.0.113.2") with { DeviceId = session.DeviceId }, ct);
        Assert.That((known.RetryAfter, known.Person?.KnowsDevice), Is.EqualTo(((TimeSpan?)null, (bool?)true)));
        Assert.That((await World.LogIns.AttemptAsync(Attempt("203.0.113.3", after: 31), ct)).RetryAfter, Is.Null, "one try each half minute");
        Assert.That((await World.LogIns.AttemptAsync(Attempt("203.0.113.4", after: 32), ct)).RetryAfter, Is.Not.Null);
    }

    [Test]
    public async Task Knows_nobody_by_the_device_of_another(CancellationToken ct)
    {
        await SaveAsync(Any.User(_email.Value), ct);
        var other = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct), at: Now), ct);

        Assert.That((await World.LogIns.AttemptAsync(Attempt() with { DeviceId = other.DeviceId }, ct)).Person?.KnowsDevice, Is.False);
    }

    [Test]
    public async Task A_login_begins_its_session_forgives_and_is_noted(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(_email.Value), ct);
        await FailAsync(3, ct);

        var session = Any.Session(user, at: Now);
        var displaced = (await World.LogIns.CompleteAsync(new LogInSuccess(Attempt(), session, "Phone", "newer hash"), ct)).Value;
        var standing = await AttemptAsync(ct);

        Assert.That(displaced, Is.Empty);
        Assert.That(await World.Sessions.FindLiveAsync(session.Id, Now, ct), Is.Not.Null);
        Assert.That((standing.RetryAfter, standing.Person?.PasswordHash), Is.EqualTo(((TimeSpan?)null, "newer hash")));
        Assert.That((await World.Reader.FindMeAsync(user.Id, "v1.0", null, ct))?.LastLoginAt, Is.EqualTo(Now));
    }

    [Test]
    public async Task A_login_without_a_newer_hash_keeps_the_old_one(CancellationToken ct)
    {
        await BeginAsync(Any.Session(await SaveAsync(Any.User(_email.Value), ct), at: Now), ct);

        Assert.That((await AttemptAsync(ct)).Person?.PasswordHash, Is.EqualTo(Any.PasswordHash));
    }

    [Test]
    public async Task One_session_too_many_ends_the_one_that_was_silent_for_longest(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(_email.Value), ct);
        var oldest = await BeginAsync(Any.Session(user, at: Now.AddMinutes(-2)), ct);
        var newer = await BeginAsync(Any.Session(user, at: Now.AddMinutes(-1)), ct);

        var displaced = (await World.LogIns.CompleteAsync(new LogInSuccess(Attempt(), Any.Session(user, at: Now), null, null), ct)).Value;

        Assert.That(displaced, Is.EqualTo(new[] { oldest.Id }));
        Assert.That(await World.Sessions.FindLiveAsync(oldest.Id, Now, ct), Is.Null);
        Assert.That(await World.Sessions.FindLiveAsync(newer.Id, Now, ct), Is.Not.Null);
        Assert.That((await World.Sessions.FindForUpdateAsync(oldest.Id, ct))?.EndReason, Is.EqualTo(SessionEndReason.Displaced));
    }

    [Test]
    public async Task One_session_too_many_is_refused_where_none_may_end(CancellationToken ct)
    {
        Sessions.WhenFull = WhenSessionsFull.Refuse;
        var user = await SaveAsync(Any.User(_email.Value), ct);
        await BeginAsync(Any.Session(user, at: Now.AddDays(-2)), ct);
        await BeginAsync(Any.Session(user, at: Now), ct);
        await BeginAsync(Any.Session(user, at: Now), ct);
        var refused = Any.Session(user, at: Now);

        Assert.That((await World.LogIns.CompleteAsync(new LogInSuccess(Attempt(), refused, null, "newer hash"), ct)).Error, Is.EqualTo(SessionErrors.TooMany));
        Assert.That(await World.Sessions.FindForUpdateAsync(refused.Id, ct), Is.Null);
        Assert.That((await AttemptAsync(ct)).Person?.PasswordHash, Is.EqualTo(Any.PasswordHash), "nothing of the login is kept");
    }

    [TestCase("another hash", UserStatus.Active, false)]
    [TestCase(Any.PasswordHash, UserStatus.Suspended, false)]
    [TestCase(null, UserStatus.Suspended, false)]
    [TestCase(Any.PasswordHash, UserStatus.Active, true)]
    public async Task A_login_that_was_overtaken_begins_nothing(string? verified, UserStatus status, bool deleted, CancellationToken ct)
    {
        var user = deleted ? Any.DeletedUser(_email.Value) : Any.User(_email.Value).With(each => each.Status, status);
        await SaveAsync(user, ct);
        var session = Any.Session(user, at: Now);

        var completed = await World.LogIns.CompleteAsync(new LogInSuccess(Attempt(), session, null, "newer hash") { VerifiedHash = verified }, ct);

        Assert.That(completed.Error, Is.EqualTo(CommonErrors.LostRace));
        Assert.That(await World.Sessions.FindForUpdateAsync(session.Id, ct), Is.Null);
    }

    [Test]
    public async Task A_login_with_the_hash_that_is_still_there_begins(CancellationToken ct)
    {
        var session = Any.Session(await SaveAsync(Any.User(_email.Value), ct), at: Now);

        var completed = await World.LogIns.CompleteAsync(new LogInSuccess(Attempt(), session, null, null) { VerifiedHash = Any.PasswordHash }, ct);

        Assert.That(completed.Error, Is.Null);
    }

    private LogInAttempt Attempt(string? address = "192.0.2.7", int after = 0) =>
        new(_email, address is null ? null : IPAddress.Parse(address), DeviceId: null, Now.AddSeconds(after));

    private Task<LogInStanding> AttemptAsync(CancellationToken ct, int after = 0) => World.LogIns.AttemptAsync(Attempt(after: after), ct);

    private async Task FailAsync(int times, CancellationToken ct, string? address = "192.0.2.7")
    {
        for (var i = 0; i < times; i++)
        {
            await World.LogIns.AttemptAsync(Attempt(address), ct);
        }
    }
}
