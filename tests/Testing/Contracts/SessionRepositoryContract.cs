using NUnit.Framework;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>What a place for sessions has to do.</summary>
public abstract class SessionRepositoryContract : StoreContract
{
    private static readonly DateTimeOffset Now = Any.Instant.AddMinutes(30);
    private readonly byte[] _token = Any.TokenHash();
    private readonly byte[] _next = Any.TokenHash();

    [Test]
    public async Task Replaces_the_current_token(CancellationToken ct)
    {
        var owner = await SaveAsync(Any.User(name: "Jo"), ct);
        var session = await BeginAsync(Any.Session(owner, _token), ct);

        var live = await RotateAsync(session, ct);
        var loaded = await World.Sessions.FindForUpdateAsync(session.Id, ct);

        Assert.That(live, Is.EqualTo(new LiveSession(
            session.Id, 2, session.DeviceId, Any.Instant, Now.AddHours(1), Any.Instant.AddDays(30), owner.Id, owner.Email.Value, "Jo", UserStatus.Active)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((loaded?.TokenHash, loaded?.PreviousTokenHash, loaded?.CurrentTokenSealed), Is.EqualTo((_next, _token, new byte[] { 1 })));
            Assert.That((loaded?.RotatedAt, loaded?.LastActivityAt, loaded?.SuccessorSeenAt), Is.EqualTo(((DateTimeOffset?)Now, (DateTimeOffset?)Now, (DateTimeOffset?)null)));
        }
    }

    [TestCase(true, 14 * 24)]
    [TestCase(false, 1)]
    public async Task Goes_on_for_the_idle_time_of_the_session(bool remembered, int hours, CancellationToken ct)
    {
        var session = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct), _token, remembered), ct);

        Assert.That((await RotateAsync(session, ct))?.ExpiresAt, Is.EqualTo(Now.AddHours(hours)));
    }

    [Test]
    public async Task Never_goes_on_past_the_absolute_end(CancellationToken ct)
    {
        var lifetime = Any.Lifetime with { Absolute = TimeSpan.FromMinutes(40) };
        var session = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct), _token, lifetime: lifetime), ct);

        Assert.That((await RotateAsync(session, ct))?.ExpiresAt, Is.EqualTo(Any.Instant.AddMinutes(40)));
    }

    [Test]
    public async Task Replaces_a_token_once(CancellationToken ct)
    {
        var session = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct), _token), ct);
        await RotateAsync(session, ct);

        Assert.That(await RotateAsync(session, ct), Is.Null);
        Assert.That((await World.Sessions.FindLiveAsync(session.Id, Now, ct))?.Generation, Is.EqualTo(2));
    }

    [TestCase(59, true)]
    [TestCase(60, false)]
    public async Task Lives_until_it_was_silent_for_too_long(int minutes, bool alive, CancellationToken ct)
    {
        var session = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct), _token), ct);
        var at = Any.Instant.AddMinutes(minutes);

        Assert.That(await World.Sessions.FindLiveAsync(session.Id, at, ct), alive ? Is.Not.Null : Is.Null);
        Assert.That(await RotateAsync(session, ct, at), alive ? Is.Not.Null : Is.Null);
    }

    [Test]
    public async Task Is_dead_with_an_owner_who_may_not_log_in(CancellationToken ct)
    {
        (UserStatus Status, DateTimeOffset? DeletedAt)[] ends =
            [(UserStatus.Suspended, null), (UserStatus.Suspended, Any.Instant), (UserStatus.PendingVerification, null)];
        foreach (var (status, deletedAt) in ends)
        {
            var session = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct), tokenHash: Any.TokenHash()), ct);
            (await World.Users.FindAsync(session.UserId, ct))!.With(user => user.Status, status).With(user => user.DeletedAt, deletedAt);
            await World.Work.CommitAsync(ct);

            Assert.That(await World.Sessions.FindLiveAsync(session.Id, Now, ct), Is.Null);
            Assert.That(await World.Sessions.TryRotateAsync(Rotation(session, session.TokenHash), ct), Is.Null);
            Assert.That(await World.Sessions.TryReauthenticateAsync(session.Id, 1, _next, Now, ct), Is.Null);
        }
    }

    [Test]
    public async Task A_password_given_again_brings_a_token_that_the_one_before_does_not_open(CancellationToken ct)
    {
        var session = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct), _token), ct);
        await RotateAsync(session, ct, Any.Instant.AddMinutes(1));
        var again = Any.TokenHash();

        var live = await World.Sessions.TryReauthenticateAsync(session.Id, 2, again, Now, ct);
        var loaded = await World.Sessions.FindForUpdateAsync(session.Id, ct);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((live?.Generation, live?.AuthenticatedAt), Is.EqualTo(((int?)3, (DateTimeOffset?)Now)));
            Assert.That((loaded?.TokenHash, loaded?.PreviousTokenHash, loaded?.CurrentTokenSealed), Is.EqualTo((again, _next, (byte[]?)null)));
            Assert.That((loaded?.RotatedAt, loaded?.LastActivityAt, loaded?.SuccessorSeenAt), Is.EqualTo(((DateTimeOffset?)Now, (DateTimeOffset?)Now, (DateTimeOffset?)null)));
        }
    }

    [TestCase(2, 30)]
    [TestCase(1, 60)]
    public async Task A_password_given_again_is_nothing_to_a_session_that_moved_on_or_ran_out(int generation, int minutes, CancellationToken ct)
    {
        var session = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct), _token), ct);

        Assert.That(await World.Sessions.TryReauthenticateAsync(session.Id, generation, _next, Any.Instant.AddMinutes(minutes), ct), Is.Null);
    }

    [Test]
    public async Task Refuses_a_token_that_is_not_the_current_one(CancellationToken ct)
    {
        var session = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct)), ct);

        Assert.That(await RotateAsync(session, ct), Is.Null);
        Assert.That(await RotateAsync(Any.Session(), ct), Is.Null, "of no session at all");
    }

    [Test]
    public async Task Ends_once(CancellationToken ct)
    {
        var session = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct), _token), ct);

        Assert.That(await World.Sessions.EndAsync(session.Id, SessionEndReason.LoggedOut, Now, ct), Is.True);
        Assert.That(await World.Sessions.EndAsync(session.Id, SessionEndReason.TokenReused, Now.AddMinutes(1), ct), Is.False);
        Assert.That(await World.Sessions.EndAsync(Any.Id<SessionId>(), SessionEndReason.LoggedOut, Now, ct), Is.False);
        Assert.That(await World.Sessions.FindLiveAsync(session.Id, Now, ct), Is.Null);
        Assert.That(await RotateAsync(session, ct), Is.Null);
        var ended = await World.Sessions.FindForUpdateAsync(session.Id, ct);
        Assert.That((ended?.EndReason, ended?.EndedAt), Is.EqualTo(((SessionEndReason?)SessionEndReason.LoggedOut, (DateTimeOffset?)Now)));
    }

    [Test]
    public async Task Ends_a_session_of_the_person_who_is_named_and_of_nobody_else(CancellationToken ct)
    {
        var (owner, stranger) = (await SaveAsync(Any.User(), ct), await SaveAsync(Any.User(), ct));
        var session = await BeginAsync(Any.Session(owner), ct);

        Assert.That(await World.Sessions.EndAsync(session.Id, stranger.Id, SessionEndReason.Revoked, Now, ct), Is.False);
        Assert.That(await World.Sessions.FindLiveAsync(session.Id, Now, ct), Is.Not.Null);
        Assert.That(await World.Sessions.EndAsync(session.Id, owner.Id, SessionEndReason.Revoked, Now, ct), Is.True);
        Assert.That(await World.Sessions.FindLiveAsync(session.Id, Now, ct), Is.Null);
    }

    [TestCase(59, true)]
    [TestCase(60, false)]
    public async Task To_the_person_who_is_named_a_session_that_ran_out_is_none_and_it_ends_all_the_same(int minutes, bool known, CancellationToken ct)
    {
        var owner = await SaveAsync(Any.User(), ct);
        var (session, unnamed) = (await BeginAsync(Any.Session(owner), ct), await BeginAsync(Any.Session(owner), ct));
        var at = Any.Instant.AddMinutes(minutes);

        Assert.That(await World.Sessions.EndAsync(session.Id, owner.Id, SessionEndReason.Revoked, at, ct), Is.EqualTo(known));
        Assert.That(await World.Sessions.EndAsync(unnamed.Id, SessionEndReason.LoggedOut, at, ct), Is.True);
        Assert.That((await World.Sessions.FindForUpdateAsync(session.Id, ct))?.EndedAt, Is.EqualTo(at), "a node may have seen it used since");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Ends_all_living_sessions_of_a_person_with_the_unit_of_work(bool spares, CancellationToken ct)
    {
        var owner = await SaveAsync(Any.User(), ct);
        var (one, other) = (await BeginAsync(Any.Session(owner), ct), await BeginAsync(Any.Session(owner), ct));
        var foreign = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct)), ct);
        var except = spares ? one.Id : (SessionId?)null;

        var given = Anew();
        await given.Sessions.EndAllAsync(owner.Id, except, SessionEndReason.PasswordChanged, Now, ct);
        await given.Work.ForgetAsync(ct);
        Assert.That(await World.Sessions.FindLiveAsync(other.Id, Now, ct), Is.Not.Null, "given up");

        var world = Anew();
        var ended = await world.Sessions.EndAllAsync(owner.Id, except, SessionEndReason.PasswordChanged, Now, ct);
        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);

        Assert.That(ended, Is.EquivalentTo(spares ? [other.Id] : (SessionId[])[one.Id, other.Id]));
        Assert.That(await World.Sessions.FindLiveAsync(one.Id, Now, ct), spares ? Is.Not.Null : Is.Null);
        Assert.That(await World.Sessions.FindLiveAsync(other.Id, Now, ct), Is.Null);
        Assert.That(await World.Sessions.FindLiveAsync(foreign.Id, Now, ct), Is.Not.Null);
        Assert.That(await Anew().Sessions.EndAllAsync(owner.Id, except, SessionEndReason.Revoked, Now, ct), Is.Empty);
    }

    [Test]
    public async Task Keeps_what_was_decided_about_a_session_with_its_entry_in_the_history(CancellationToken ct)
    {
        var session = await BeginAsync(Any.Session(await SaveAsync(Any.User(), ct)), ct);

        var loaded = await World.Sessions.FindForUpdateAsync(session.Id, ct);
        loaded!.End(SessionEndReason.TokenReused, Now);
        World.Sessions.Add(new SecurityEvent(
            Any.Id<SecurityEventId>(), session.UserId, SecurityEventKind.RefreshReused, SecurityEventSeverity.Warning, session.Id, Now));

        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.Null);
        Assert.That(await Anew().Sessions.FindLiveAsync(session.Id, Now, ct), Is.Null);
    }

    [Test]
    public async Task Finds_no_session_that_never_was(CancellationToken ct)
    {
        Assert.That(await World.Sessions.FindForUpdateAsync(Any.Id<SessionId>(), ct), Is.Null);
        Assert.That(await World.Sessions.FindLiveAsync(Any.Id<SessionId>(), Now, ct), Is.Null);
    }

    private Task<LiveSession?> RotateAsync(Session session, CancellationToken ct, DateTimeOffset? at = null) =>
        World.Sessions.TryRotateAsync(Rotation(session, _token, at), ct);

    private Rotation Rotation(Session session, byte[] presented, DateTimeOffset? at = null) =>
        new(session.Id, presented, _next, [1], Any.Lifetime, at ?? Now);
}
