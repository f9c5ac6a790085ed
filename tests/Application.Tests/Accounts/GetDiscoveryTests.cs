using System.Text.Json;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Tests.Accounts;

[CancelAfter(30_000)]
public sealed class GetDiscoveryTests
{
    private static readonly JwkDto[] Keys = [new("EC", "P-256", "x", "y", "kid", "sig", "ES256")];
    private readonly ISigningKeyReader _keys = Substitute.For<ISigningKeyReader>();

    [Test]
    public async Task The_keys_are_those_that_are_published(CancellationToken ct)
    {
        _keys.Published.Returns(Keys);

        Assert.That((await new GetJwksHandler(_keys).Handle(new GetJwks(), ct)).Value.Keys, Is.EqualTo(Keys));
    }

    [Test]
    public async Task Keys_that_could_not_be_read_yet_are_no_empty_set(CancellationToken ct)
    {
        _keys.Published.Returns((IReadOnlyList<JwkDto>?)null);

        Assert.That((await new GetJwksHandler(_keys).Handle(new GetJwks(), ct)).Error, Is.EqualTo(CommonErrors.Busy));
    }

    [TestCase("https://users.example.org")]
    [TestCase("https://users.example.org/")]
    public async Task Discovery_says_who_issues_and_where_the_keys_are_under_the_names_of_the_standard(string issuer, CancellationToken ct)
    {
        _keys.Issuer.Returns(issuer);

        var discovery = (await new GetDiscoveryHandler(_keys).Handle(new GetDiscovery(), ct)).Value;

        var json = JsonSerializer.SerializeToElement(discovery);
        Assert.That(json.GetProperty("issuer").GetString(), Is.EqualTo(issuer));
        Assert.That(json.GetProperty("jwks_uri").GetString(), Is.EqualTo("https://users.example.org/.well-known/jwks.json"));
        Assert.That(json.GetProperty("response_types_supported").GetArrayLength(), Is.Zero);
        Assert.That(json.GetProperty("subject_types_supported")[0].GetString(), Is.EqualTo("public"));
        Assert.That(json.GetProperty("id_token_signing_alg_values_supported")[0].GetString(), Is.EqualTo("ES256"));
    }
}
