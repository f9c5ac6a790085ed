using NUnit.Framework;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>An instant comes back from the database as it was written.</summary>
[CancelAfter(120_000)]
public sealed class MicrosecondClockTests : DatabaseFixture
{
    [Test]
    public async Task What_it_tells_survives_the_database(CancellationToken ct)
    {
        var clock = new MicrosecondClock();
        var instants = Enumerable.Range(0, 100).Select(_ => clock.GetUtcNow().UtcDateTime).ToArray();

        Assert.That(await Database.ListAsync<DateTime>("select unnest($1)", ct, instants), Is.EqualTo(instants));
        Assert.That(clock.GetUtcNow().Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Is_the_clock_of_the_machine()
    {
        var (before, now, after) = (TimeProvider.System.GetUtcNow(), new MicrosecondClock().GetUtcNow(), TimeProvider.System.GetUtcNow());

        Assert.That(now, Is.InRange(before - TimeSpan.FromMicroseconds(1), after));
    }
}
