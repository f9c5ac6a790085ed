using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Application.Sessions;
using UserSystem.Application.Tests.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Sessions;

[CancelAfter(30_000)]
public sealed class EndSessionTests
{
    private readonly InMemoryWorld _world = new();
    private readonly FakeEndedSessions _ended = [];
    private readonly FakeClock _clock = new();
    private readonly User _owner = Any.User();
    private readonly Session _current;
    private readonly Session _other;
    private readonly Session _foreign = Any.Session();
    private readonly Caller _caller;

    public EndSessionTests()
    {
        (_current, _other) = (_world.Sessions.Begin(Any.Session(_owner)), _world.Sessions.Begin(Any.Session(_owner)));
        _world.Sessions.Begin(_foreign);
        _caller = new Caller { Identity = new CallerIdentity(_owner.Id, _current.Id, 1, Any.Instant) };
    }

    [Test]
    public async Task Ends_another_session_of_the_caller(CancellationToken ct)
    {
        Assert.That(await EndAsync(_other, ct), Is.Null);

        Assert.That((_other.EndReason, _current.EndedAt), Is.EqualTo(((SessionEndReason?)SessionEndReason.Revoked, (DateTimeOffset?)null)));
        Assert.That(_ended, Is.EqualTo((SessionId[])[_other.Id]));
    }

    [Test]
    public async Task Wants_a_fresh_login_for_another_session_and_none_for_the_one_that_asks(CancellationToken ct)
    {
        _clock.Advance(TimeSpan.FromSeconds(601));

        Assert.That(await EndAsync(_other, ct), Is.EqualTo("auth.reauthentication_required"));
        Assert.That((_other.EndedAt, _ended.Count), Is.EqualTo(((DateTimeOffset?)null, 0)));
        Assert.That(await EndAsync(_current, ct), Is.Null);
        Assert.That(_ended, Is.EqualTo((SessionId[])[_current.Id]));
    }

    [Test]
    public async Task Knows_no_session_of_somebody_else_and_none_that_is_over(CancellationToken ct)
    {
        _other.End(SessionEndReason.LoggedOut, Any.Instant);

        Assert.That(await EndAsync(_foreign, ct), Is.EqualTo("session.not_found"));
        Assert.That(await EndAsync(_other, ct), Is.EqualTo("session.not_found"));
        Assert.That((_foreign.EndedAt, _ended.Count), Is.EqualTo(((DateTimeOffset?)null, 0)));
    }

    [Test]
    public async Task Knows_no_session_that_has_run_out_but_the_one_that_asks(CancellationToken ct)
    {
        _clock.Advance(TimeSpan.FromMinutes(60));
        _caller.Identity = _caller.Identity! with { AuthenticatedAt = _clock.GetUtcNow() };

        Assert.That(await EndAsync(_other, ct), Is.EqualTo("session.not_found"));
        Assert.That(_ended, Is.Empty);
        Assert.That(await EndAsync(_current, ct), Is.Null, "it asks: that it was used is not written down yet");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Ends_all_with_or_without_the_one_that_asks(bool exceptCurrent, CancellationToken ct)
    {
        Assert.That(await EndAllAsync(exceptCurrent, ct), Is.Null);

        Assert.That((_current.EndedAt is null, _other.EndReason, _foreign.EndedAt), Is.EqualTo(
            (exceptCurrent, (SessionEndReason?)SessionEndReason.Revoked, (DateTimeOffset?)null)));
        Assert.That(_ended, Is.EquivalentTo(exceptCurrent ? [_other.Id] : (SessionId[])[_other.Id, _current.Id]));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Ends_all_only_after_a_fresh_login(bool exceptCurrent, CancellationToken ct)
    {
        _clock.Advance(TimeSpan.FromSeconds(601));

        Assert.That(await EndAllAsync(exceptCurrent, ct), Is.EqualTo("auth.reauthentication_required"));
        Assert.That(_other.EndedAt, Is.Null);
    }

    private async Task<string?> EndAsync(Session session, CancellationToken ct) =>
        (await new EndSessionHandler(_world.Sessions, _ended, new FreshLogin(_caller, _clock), _caller, _clock)
            .Handle(new EndSession(session.Id.Value), ct)).Error?.Code;

    private async Task<string?> EndAllAsync(bool exceptCurrent, CancellationToken ct) =>
        (await new EndSessionsHandler(new SessionEnding(_world.Sessions, _ended, _clock), _world.Work, new FreshLogin(_caller, _clock), _caller)
            .Handle(new EndSessions(exceptCurrent), ct)).Error?.Code;
}
