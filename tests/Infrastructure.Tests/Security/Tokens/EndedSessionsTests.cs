using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Sessions;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

internal sealed class EndedSessionsTests
{
    private static readonly SessionId One = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly SessionId Other = new(new Guid(2, 0, 0, new byte[8]));

    private readonly ManualClock _clock = new();
    private readonly EndedSessions _ended;

    public EndedSessionsTests() => _ended = new EndedSessions(_clock, Options.Create(new SessionsOptions { AccessTokenLifetimeSeconds = 300 }));

    [Test]
    public void Knows_a_session_that_was_ended_and_no_other()
    {
        _ended.Add(One);

        Assert.That(_ended.Contains(One), Is.True);
        Assert.That(_ended.Contains(Other), Is.False);
    }

    [Test]
    public void Remembers_for_the_life_of_an_access_token_and_a_minute_and_then_forgets()
    {
        _ended.Add(One);

        _clock.Advance(TimeSpan.FromSeconds(359));
        _ended.Add(Other);
        Assert.That(_ended.Contains(One), Is.True);

        _clock.Advance(TimeSpan.FromSeconds(61));
        _ended.Add(Other);
        Assert.That(_ended.Contains(One), Is.False);
        Assert.That(_ended.Count, Is.EqualTo(1));
    }

    [Test]
    public void Does_not_grow_with_all_that_ever_ended()
    {
        for (var i = 0; i < 5000; i++)
        {
            _ended.Add(new SessionId(new Guid(i, 1, 0, new byte[8])));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        // 360 seconds of memory and 60 between two sweeps, one session a second.
        Assert.That(_ended.Count, Is.LessThanOrEqualTo(421));
    }
}
