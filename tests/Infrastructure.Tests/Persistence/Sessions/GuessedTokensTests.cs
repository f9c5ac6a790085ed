using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;

namespace UserSystem.Infrastructure.Tests.Persistence.Sessions;

/// <summary>Tokens that were worth nothing, counted by network on all nodes together.</summary>
[CancelAfter(120_000)]
public sealed class GuessedTokensTests : DatabaseFixture
{
    private static readonly IPAddress Home = IPAddress.Parse("2001:db8:0:1::1");
    private static readonly IPAddress Neighbour = IPAddress.Parse("2001:db8:0:1:ffff::9");
    private static readonly IPAddress Stranger = IPAddress.Parse("2001:db8:0:2::1");

    [Test]
    public async Task Five_are_told_as_they_are_and_then_the_network_waits_twice_as_long_each_time(CancellationToken ct)
    {
        var (one, other) = (NewNode(), NewNode());
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await CountAsync(i % 2 == 0 ? one : other, Home, ct), Is.Null);
        }

        Assert.That(await CountAsync(one, Neighbour, ct), Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(await CountAsync(other, Home, ct), Is.EqualTo(TimeSpan.FromSeconds(60)), "Waiting is not counted.");
        Assert.That(await CountAsync(one, Stranger, ct), Is.Null);
        one.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.That(await CountAsync(one, Home, ct), Is.Null);
        Assert.That(await CountAsync(one, Home, ct), Is.EqualTo(TimeSpan.FromSeconds(120)));
    }

    [Test]
    public async Task A_day_of_silence_is_forgiven(CancellationToken ct)
    {
        var node = NewNode();
        for (var i = 0; i < 4; i++)
        {
            await CountAsync(node, Home, ct);
        }

        node.Clock.Advance(TimeSpan.FromHours(25));

        Assert.That((await CountAsync(node, Home, ct), await CountAsync(node, Home, ct)), Is.EqualTo(((TimeSpan?)null, (TimeSpan?)null)));
    }

    [Test]
    public async Task Of_many_at_once_no_more_than_the_limit_are_told_as_they_are(CancellationToken ct)
    {
        var (one, other) = (NewNode(), NewNode());

        var waits = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => CountAsync(i % 2 == 0 ? one : other, Home, ct)));

        Assert.That(waits.Count(static wait => wait is null), Is.EqualTo(5));
        Assert.That(waits.Where(static wait => wait is not null), Is.All.EqualTo(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public async Task Nothing_is_counted_where_addresses_say_nothing(CancellationToken ct)
    {
        var node = NewNode(adjust: static services => services.AddSingleton(Options.Create(new RateLimitingOptions { Enabled = false })));
        using var statements = new Statements();
        for (var i = 0; i < 10; i++)
        {
            Assert.That(await CountAsync(node, Home, ct), Is.Null);
        }

        Assert.That(statements.Texts, Is.Empty);
    }

    private static Task<TimeSpan?> CountAsync(Node node, IPAddress address, CancellationToken ct) =>
        node.Get<IGuessedTokens>().CountAsync(address, node.Now, ct);
}
