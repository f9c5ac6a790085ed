using NUnit.Framework;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Shared;

/// <summary>The clock that the other tests go by.</summary>
public sealed class FakeClockTests
{
    private readonly FakeClock _clock = new();
    private readonly List<string> _rung = [];

    [Test]
    public void Stands_still_until_it_is_moved()
    {
        var (now, stamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());

        _clock.Advance(TimeSpan.FromSeconds(90));

        Assert.That(now, Is.EqualTo(FakeClock.Start));
        Assert.That(_clock.GetUtcNow(), Is.EqualTo(now.AddSeconds(90)));
        Assert.That(_clock.GetElapsedTime(stamp), Is.EqualTo(TimeSpan.FromSeconds(90)));
    }

    [Test]
    public void Rings_what_becomes_due_in_its_order_at_its_own_time()
    {
        using var late = Timer("late", 3);
        using var early = Timer("early", 1);
        using var never = Timer("never", 9);

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That(string.Join(", ", _rung), Is.EqualTo("early at 1, late at 3"));
    }

    [Test]
    public void Rings_again_and_again_until_it_is_told_otherwise()
    {
        using var timer = Timer("tick", 1, period: 2);
        _clock.Advance(TimeSpan.FromSeconds(4));
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.That(string.Join(", ", _rung), Is.EqualTo("tick at 1, tick at 3"));
    }

    [Test]
    public void Refuses_to_go_back_or_past_the_real_now()
    {
        Assert.That(() => _clock.Advance(TimeSpan.FromTicks(-1)), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => _clock.Advance(TimeSpan.FromDays(365 * 1000)), Throws.InvalidOperationException);
    }

    private ITimer Timer(string name, int seconds, int? period = null) => _clock.CreateTimer(
        _ => _rung.Add($"{name} at {(_clock.GetUtcNow() - FakeClock.Start).TotalSeconds}"), null, TimeSpan.FromSeconds(seconds),
        period is { } again ? TimeSpan.FromSeconds(again) : Timeout.InfiniteTimeSpan);
}
