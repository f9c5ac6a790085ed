using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Security.Tokens;
using UserSystem.Infrastructure.Tests.Persistence;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

/// <summary>Two nodes that run change their signing keys together, and no token is lost by it.</summary>
[CancelAfter(120_000)]
public sealed class KeyRotationTests : DatabaseFixture
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly FakeClock _clock = new();
    private Node _one = null!;
    private Node _other = null!;

    [SetUp]
    public async Task Start()
    {
        var key = AnyMasterKey.Text();
        (_one, _other) = (await RunAsync(key), await RunAsync(key));
    }

    [Test]
    public async Task The_next_key_is_published_on_both_before_it_signs_and_the_last_one_verifies_until_its_tokens_are_over(CancellationToken ct)
    {
        var first = Signer(_one);
        Assert.That(Signer(_other), Is.EqualTo(first));
        _clock.Advance(TimeSpan.FromDays(88));
        await UntilAsync(() => Published(_one) == 2 && Published(_other) == 2, ct);
        Assert.That((Signer(_one), Signer(_other)), Is.EqualTo((first, first)), "published, and not used yet");

        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        var old = Issue(_one);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Signer(_one), Is.Not.EqualTo(first).And.EqualTo(Signer(_other)));
        var young = Issue(_other);
        Assert.That((Error(_other, old), Error(_one, young)), Is.EqualTo(((string?)null, (string?)null)));

        _clock.Advance(Life - TimeSpan.FromSeconds(2));
        Assert.That((Error(_other, old), Error(_one, young)), Is.EqualTo(((string?)null, (string?)null)));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((Error(_other, old), Error(_one, young)), Is.EqualTo(("auth.token_expired", (string?)null)));
    }

    [Test]
    public async Task A_key_that_is_made_at_once_is_known_everywhere_without_waiting_for_the_next_reading(CancellationToken ct)
    {
        var (first, old) = (Signer(_one), Issue(_one));
        await Database.ExecuteAsync("update signing_keys set signs_until = $1", ct, _clock.GetUtcNow().UtcDateTime);

        await _one.Get<SigningKeyRefresher>().ReloadAsync(ct);

        Assert.That(Signer(_one), Is.Not.EqualTo(first));
        await UntilAsync(() => Signer(_other) == Signer(_one), ct);
        Assert.That((Error(_other, Issue(_one)), Error(_other, old)), Is.EqualTo(((string?)null, (string?)null)));
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken ct)
    {
        while (!condition())
        {
            ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static int Published(Node node) => node.Get<SigningKeys>().Current!.Published.Count;

    private static string? Error(Node node, string token) => node.Get<IAccessTokens>().Verify(token).Error?.Code;

    private string? Signer(Node node) => node.Get<SigningKeys>().Current!.SignerAt(_clock.GetUtcNow())?.Kid;

    private string Issue(Node node)
    {
        var now = _clock.GetUtcNow();
        return node.Get<IAccessTokens>().Issue(Any.Id<UserId>(), Any.Id<SessionId>(), 1, now, now, now + Life);
    }

    private async Task<Node> RunAsync(string masterKey)
    {
        var ct = TestContext.CurrentContext.CancellationToken;
        var node = NewNode(_clock, masterKey, static services => services.AddSingleton(Options.Create(new TokensOptions { Issuer = "https://users.example" })));
        await node.Get<SigningKeyRefresher>().ReloadAsync(ct);
        await node.Get<SigningKeyRefresher>().StartAsync(ct);
        await node.Get<NodeListener>().StartAsync(ct);
        node.Get<ServiceState>().BecomeReady();
        await UntilAsync(() => node.Get<INodeMessages>().Hears, ct);
        return node;
    }
}
