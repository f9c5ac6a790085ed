using System.Globalization;
using System.Net;
using NUnit.Framework;
using UserSystem.Application.Shared;
using UserSystem.Testing;
using UserSystem.WebApi.Limits;

namespace UserSystem.WebApi.Tests.Limits;

/// <summary>Counting requests by network: a limit within each minute, in bounded memory.</summary>
public sealed class RequestCountsTests
{
    private static readonly ClientNetwork Home = Network("192.0.2.7");
    private readonly FakeClock _clock = new();

    [Test]
    public void Takes_as_many_as_allowed_within_a_minute_and_says_when_there_is_room_again()
    {
        var counts = new RequestCounts(3, _clock);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.That(Enumerable.Range(0, 3).Select(_ => counts.Count(Home)), Is.All.Null);

        Assert.That(counts.Count(Home), Is.EqualTo(TimeSpan.FromSeconds(56)));
        _clock.Advance(TimeSpan.FromSeconds(55.9));
        Assert.That(counts.Count(Home), Is.EqualTo(TimeSpan.FromSeconds(0.1)), "What was turned away does not count.");
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(Enumerable.Range(0, 3).Select(_ => counts.Count(Home)), Is.All.Null);
    }

    [Test]
    public void Forgets_ten_seconds_at_a_time()
    {
        var counts = new RequestCounts(3, _clock);
        foreach (var wait in new[] { 25, 20, 10 })
        {
            counts.Count(Home);
            _clock.Advance(TimeSpan.FromSeconds(wait));
        }

        Assert.That(counts.Count(Home), Is.EqualTo(TimeSpan.FromSeconds(5)), "Counted at 0, 25 and 45; now it is 55.");
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(counts.Count(Home), Is.Null);
        Assert.That(counts.Count(Home), Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public void Never_lets_more_through_in_an_hour_of_pushing_than_sixty_minutes_allow()
    {
        var counts = new RequestCounts(30, _clock);
        var admitted = 0;
        for (var second = 0; second < 3600; second++)
        {
            admitted += Enumerable.Range(0, 3).Count(_ => counts.Count(Home) is null);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(admitted, Is.EqualTo(60 * 30));
    }

    [TestCase("192.0.2.7", "::ffff:192.0.2.7", true)]
    [TestCase("192.0.2.7", "192.0.2.8", false)]
    [TestCase("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", true)]
    [TestCase("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [TestCase("0.0.0.1", "::1", false)]
    public void Counts_a_network_as_one_client_and_no_other_with_it(string one, string other, bool same)
    {
        var counts = new RequestCounts(1, _clock);
        counts.Count(Network(one));

        Assert.That(counts.Count(Network(other)), same ? Is.Not.Null : Is.Null);
    }

    [Test]
    public void Of_many_at_once_no_more_than_the_limit_pass()
    {
        var counts = new RequestCounts(30, _clock);

        Assert.That(Enumerable.Range(0, 1000).AsParallel().Count(_ => counts.Count(Home) is null), Is.EqualTo(30));
        Assert.That(counts.Held, Is.EqualTo(1));
    }

    [Test]
    public void Whoever_has_very_many_networks_fills_no_memory_and_is_one_client_with_the_neighbours_from_then_on()
    {
        var counts = new RequestCounts(3, _clock, capacity: 100);
        counts.Count(Home);
        var admitted = Enumerable.Range(0, 10_000).Count(i => counts.Count(Network(string.Create(CultureInfo.InvariantCulture, $"2001:db8:{i:x}::1"))) is null);

        Assert.That(counts.Held, Is.EqualTo(100));
        Assert.That(admitted, Is.EqualTo(99 + 3));
        Assert.That(counts.Count(Home), Is.Null, "Whoever was there before goes on.");
        Assert.That(counts.Count(Network("2001:db9::1")), Is.Null, "Newcomers from elsewhere too.");
    }

    [Test]
    public void Lets_go_of_networks_that_have_been_silent_for_a_minute()
    {
        var counts = new RequestCounts(3, _clock, capacity: 100);
        foreach (var i in Enumerable.Range(0, 100))
        {
            counts.Count(Network($"10.0.0.{i}"));
        }

        _clock.Advance(TimeSpan.FromSeconds(59));
        counts.Count(Network("10.0.0.1"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        counts.Count(Home);

        Assert.That(counts.Held, Is.EqualTo(2), "The one that spoke a second ago, and the new one.");
    }

    private static ClientNetwork Network(string address) => ClientNetwork.Of(IPAddress.Parse(address));
}
