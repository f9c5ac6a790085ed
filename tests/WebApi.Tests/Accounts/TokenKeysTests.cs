using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>What others need to verify access tokens by themselves.</summary>
public sealed class TokenKeysTests
{
    [Test]
    public async Task An_access_token_verifies_by_the_published_key_and_nothing_but_cryptography()
    {
        using var api = (await Hosts.Usual).Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var parts = tokens.AccessToken.Split('.');
        var kid = Part(parts[0]).GetProperty("kid").GetString();
        var discovery = await api.GetAsync("/.well-known/openid-configuration");
        var keys = await api.GetAsync(new Uri(discovery.Text("jwks_uri")).AbsolutePath);

        var jwk = keys.Json.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("kid").GetString() == kid);
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString()) },
        });
        var claims = Part(parts[1]);

        Assert.That(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256), Is.True);
        Assert.That(claims.GetProperty("iss").GetString(), Is.EqualTo(discovery.Text("issuer")));
        Assert.That((claims.GetProperty("sub").GetGuid(), claims.GetProperty("sid").GetGuid()), Is.EqualTo((tokens.UserId, tokens.SessionId)));
        Assert.That(keys.Body, Does.Not.Contain("\"d\""));
        Assert.That(keys.Headers.CacheControl!.MaxAge, Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task Says_when_to_come_back_rather_than_that_there_are_no_keys()
    {
        await using var host = await ApiHost.StartAsync(static plan => plan.Adjust = static services =>
        {
            var keys = Substitute.For<ISigningKeyReader>();
            keys.Published.Returns((IReadOnlyList<JwkDto>?)null);
            services.AddSingleton(keys);
        });
        using var api = host.Client();

        var answer = await api.GetAsync("/.well-known/jwks.json");

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "service.busy")));
    }

    [TestCase("Bearer")]
    [TestCase("Bearer ")]
    [TestCase("Bearer a.b.c")]
    [TestCase("Bearer eyJhbGciOiJub25lIn0.e30.")]
    public async Task Refuses_what_is_no_token_of_this_service(string authorization)
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.GetMeAsync(("Authorization", authorization));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.token_invalid")));
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer error=\"invalid_token\""));
    }

    [TestCase("Basic dXNlcjpwYXNz")]
    [TestCase("Bearerish a.b.c")]
    [TestCase("")]
    public async Task What_another_scheme_carries_is_no_token_and_the_challenge_names_the_scheme_that_counts(string authorization)
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.GetMeAsync(("Authorization", authorization));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.token_missing")));
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
    }

    [Test]
    public async Task Only_where_an_access_token_is_at_fault_the_challenge_says_so()
    {
        using var api = (await Hosts.Usual).Client();

        foreach (var answer in new[] { await api.GetMeAsync(), await api.LogInAsync(ApiClient.NewEmail(), "a wrong password"), await api.RefreshAsync("urt_nonsense") })
        {
            Assert.That((answer.Status, answer.Headers.WwwAuthenticate.ToString()), Is.EqualTo((HttpStatusCode.Unauthorized, "Bearer")), answer.Code);
        }
    }

    private static JsonElement Part(string text) => JsonDocument.Parse(Base64Url.DecodeFromChars(text)).RootElement;
}
