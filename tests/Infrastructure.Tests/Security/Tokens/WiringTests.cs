using MediatR;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Security.DataProtection;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

/// <summary>Two nodes on one database, put together as the service does it.</summary>
[CancelAfter(120_000)]
internal sealed class WiringTests
{
    private readonly ManualClock _clock = new();
    private readonly MasterKey _key = AnyMasterKey.Of(AnyMasterKey.Text());

    [Test]
    public async Task A_token_of_one_node_counts_on_the_other_until_its_session_ends_there(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);
        await using var one = Node(database);
        await using var other = Node(database);
        await ReloadAsync(one, ct);
        await ReloadAsync(other, ct);
        var (user, session, now) = (new UserId(new Guid(1, 0, 0, new byte[8])), new SessionId(new Guid(2, 0, 0, new byte[8])), _clock.GetUtcNow());

        var token = one.GetRequiredService<IAccessTokens>().Issue(user, session, 1, now, now, now.AddMinutes(10));
        var refresh = one.GetRequiredService<IRefreshTokens>().Create(session, 1);

        var access = other.GetRequiredService<IAccessTokens>();
        Assert.That(access.Verify(token).Value.UserId, Is.EqualTo(user));
        Assert.That(other.GetRequiredService<IRefreshTokens>().Read(refresh.Text)?.SessionId, Is.EqualTo(session));
        other.GetRequiredService<IEndedSessions>().Add(session);
        Assert.That(access.Verify(token).Error, Is.EqualTo(SessionErrors.Ended));
    }

    [Test]
    public async Task The_published_keys_are_those_that_sign(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);
        await using var node = Node(database);
        var sender = node.GetRequiredService<ISender>();
        Assert.That((await sender.Send(new GetJwks(), ct)).Error, Is.EqualTo(CommonErrors.Busy), "no keys yet");

        await ReloadAsync(node, ct);

        var signer = node.GetRequiredService<SigningKeys>().Current!.SignerAt(_clock.GetUtcNow())!;
        Assert.That((await sender.Send(new GetJwks(), ct)).Value.Keys, Is.EqualTo([signer.Jwk]));
    }

    [Test]
    public async Task Discovery_names_issuer_and_keys(CancellationToken ct)
    {
        await using var database = await SecurityDatabase.CreateAsync(ct);
        await using var node = Node(database);

        var discovery = (await node.GetRequiredService<ISender>().Send(new GetDiscovery(), ct)).Value;

        Assert.That(
            System.Text.Json.JsonSerializer.Serialize(discovery),
            Is.EqualTo(
                """
                {"issuer":"https://users.example","jwks_uri":"https://users.example/.well-known/jwks.json","response_types_supported":[],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["ES256"]}
                """));
    }

    private static Task ReloadAsync(ServiceProvider node, CancellationToken ct) =>
        node.GetRequiredService<SigningKeyRefresher>().ReloadAsync(ct);

    private ServiceProvider Node(SecurityDatabase database)
    {
        var services = new ServiceCollection()
            .AddLogging().AddSingleton<TimeProvider>(_clock).AddSingleton(database.Source)
            .AddSingleton(Substitute.For<ICaller>()).AddSingleton(Substitute.For<IInfrastructureFaults>())
            .AddSingleton(Substitute.For<IPermissions>())
            .AddApplication().AddMasterKey(_key).AddUserSystemDataProtection().AddTokens();
        services.AddSingleton(new ServiceState()).AddSingleton<INodeMessages, NodeMessages>();
        services.Configure<TokensOptions>(options => options.Issuer = "https://users.example");
        return services.BuildServiceProvider();
    }
}
