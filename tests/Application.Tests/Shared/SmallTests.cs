using NUnit.Framework;
using UserSystem.Application.Shared;
using UserSystem.Testing;

namespace UserSystem.Application.Tests.Shared;

public sealed class OptionalTests
{
    [Test]
    public void Absent_is_not_null()
    {
        var (absent, given) = (default(Optional<string?>), new Optional<string?>(null));

        Assert.That((absent.IsGiven, given.IsGiven), Is.EqualTo((false, true)));
        Assert.That(absent, Is.Not.EqualTo(given));
        Assert.That(new Optional<string?>("a").Value, Is.EqualTo("a"));
    }
}

public sealed class VersionConditionTests
{
    private static readonly VersionSet Named = new(new HashSet<long> { 3, 5 });

    [TestCase(3, true)]
    [TestCase(5, true)]
    [TestCase(4, false)]
    [TestCase(null, false)]
    public void Accepts_the_versions_that_must_match(int? version, bool accepted) =>
        Assert.That(new VersionCondition(Named).Accepts(version), Is.EqualTo(accepted));

    [TestCase(3, false)]
    [TestCase(4, true)]
    [TestCase(null, true)]
    public void Accepts_all_but_the_versions_that_must_not(int? version, bool accepted) =>
        Assert.That(new VersionCondition(null, Named).Accepts(version), Is.EqualTo(accepted));

    [TestCase(4)]
    [TestCase(null)]
    public void Any_version_is_one_that_is_there(int? version) => Assert.That(
        (new VersionCondition(VersionSet.Any).Accepts(version), new VersionCondition(null, VersionSet.Any).Accepts(version)),
        Is.EqualTo((version is not null, version is null)));

    [Test]
    public void Both_have_to_hold() => Assert.That(new VersionCondition(VersionSet.Any, Named).Accepts(3), Is.False);
}

public sealed class ClockExtensionsTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private readonly FakeClock _clock = new();

    [TestCase(0, 250)]
    [TestCase(1, 249)]
    [TestCase(249, 1)]
    [TestCase(250, 250)]
    [TestCase(600, 150)]
    public void Waits_until_the_next_step(int passed, int rest)
    {
        var start = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromMilliseconds(passed));

        var waiting = _clock.DelayToStepAsync(start, Step, CancellationToken.None);

        _clock.Advance(TimeSpan.FromMilliseconds(rest - 1));
        Assert.That(waiting.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(waiting.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void Stops_waiting_when_nobody_wants_the_answer_any_more()
    {
        using var answer = new CancellationTokenSource();
        var waiting = _clock.DelayToStepAsync(_clock.GetTimestamp(), Step, answer.Token);

        answer.Cancel();

        Assert.That(waiting.IsCanceled, Is.True);
    }
}
