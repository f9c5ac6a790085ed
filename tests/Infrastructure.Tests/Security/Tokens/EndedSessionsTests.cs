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

    [Test]
    public void Holds_so_many_and_says_so_until_those_without_room_are_of_no_matter()
    {
        var ended = new EndedSessions(_clock, Options.Create(new SessionsOptions { AccessTokenLifetimeSeconds = 300 }), capacity: 2);
        ended.Add(One);
        ended.Add(Other);
        ended.Add(One);
        Assert.That((ended.Count, ended.Overflowed), Is.EqualTo((2, false)));

        _clock.Advance(TimeSpan.FromSeconds(100));
        ended.Add(new SessionId(new Guid(3, 0, 0, new byte[8])));
        Assert.That((ended.Count, ended.Overflowed, ended.Contains(One)), Is.EqualTo((2, true, true)));

        _clock.Advance(TimeSpan.FromSeconds(359));
        Assert.That(ended.Overflowed, Is.True);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(ended.Overflowed, Is.False);
        ended.Add(new SessionId(new Guid(4, 0, 0, new byte[8])));
        Assert.That((ended.Count, ended.Overflowed), Is.EqualTo((1, false)), "there is room again");
    }

    [Test]
    public void A_million_ends_cost_no_more_than_a_hundred_thousand()
    {
        for (var i = 0; i < 1_000_000; i++)
        {
            _ended.Add(new SessionId(new Guid(i, 1, 0, new byte[8])));
        }

        Assert.That((_ended.Count, _ended.Overflowed), Is.EqualTo((100_000, true)));
    }

    [Test]
    public void A_clock_that_is_put_forward_and_back_again_makes_nothing_forgotten()
    {
        var clock = new JumpingClock();
        var ended = new EndedSessions(clock, Options.Create(new SessionsOptions { AccessTokenLifetimeSeconds = 300 }));
        ended.Add(One);

        clock.Jump(TimeSpan.FromDays(1));
        clock.Pass(TimeSpan.FromSeconds(61));
        ended.Add(Other);
        clock.Jump(TimeSpan.FromDays(-1));

        Assert.That(ended.Contains(One), Is.True);
        clock.Pass(TimeSpan.FromSeconds(300));
        ended.Add(new SessionId(new Guid(3, 0, 0, new byte[8])));
        Assert.That(ended.Contains(One), Is.False);
    }
}
