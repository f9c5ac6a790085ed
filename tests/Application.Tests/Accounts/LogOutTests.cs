using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Testing;
using UserSystem.Testing.InMemory;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class LogOutTests
{
    private readonly InMemoryWorld _world = new();
    private readonly FakeRefreshTokens _tokens = new();
    private readonly FakeEndedSessions _ended = [];
    private readonly Session _session = Any.Session();
    private readonly Session _other = Any.Session();

    public LogOutTests()
    {
        _world.Sessions.Begin(_session);
        _world.Sessions.Begin(_other);
    }

    [Test]
    public async Task Ends_the_session_of_the_access_token(CancellationToken ct)
    {
        await LogOutAsync(_session, refreshToken: null, ct);

        Assert.That((_session.EndReason, _session.EndedAt), Is.EqualTo(((SessionEndReason?)SessionEndReason.LoggedOut, (DateTimeOffset?)Any.Instant)));
        Assert.That(_ended, Is.EqualTo(new[] { _session.Id }));
        Assert.That(_other.EndedAt, Is.Null);
    }

    [Test]
    public async Task Ends_the_session_of_the_refresh_token_where_the_access_token_has_run_out(CancellationToken ct)
    {
        await LogOutAsync(caller: null, _tokens.Create(_session.Id, 1).Text, ct);

        Assert.That(_ended, Is.EqualTo(new[] { _session.Id }));
        Assert.That(_session.EndedAt, Is.Not.Null);
    }

    [Test]
    public async Task Ends_a_session_once_where_both_tokens_name_it(CancellationToken ct)
    {
        await LogOutAsync(_session, _tokens.Create(_session.Id, 1).Text, ct);

        Assert.That(_ended, Is.EqualTo(new[] { _session.Id }));
    }

    [Test]
    public async Task Ends_both_where_they_name_two(CancellationToken ct)
    {
        await LogOutAsync(_session, _tokens.Create(_other.Id, 1).Text, ct);

        Assert.That(_ended, Is.EqualTo(new[] { _session.Id, _other.Id }));
    }

    [TestCase(null)]
    [TestCase("forged")]
    public async Task There_is_nothing_to_refuse(string? refreshToken, CancellationToken ct)
    {
        await LogOutAsync(caller: null, refreshToken, ct);

        Assert.That(_ended, Is.Empty);
    }

    private async Task LogOutAsync(Session? caller, string? refreshToken, CancellationToken ct)
    {
        var who = caller is null ? new Caller() : new Caller { Identity = new CallerIdentity(caller.UserId, caller.Id, 1, Any.Instant) };
        var handler = new LogOutHandler(_world.Sessions, _tokens, _ended, who, new FakeClock());
        Assert.That((await handler.Handle(new LogOut(refreshToken), ct)).Error, Is.Null);
    }
}
