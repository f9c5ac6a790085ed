using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;
using UserSystem.WebApi.Tests.Pages;

namespace UserSystem.WebApi.Tests.Limits;

/// <summary>What one network address may ask of a node: 30 a minute where passwords and tokens are tried, 600 elsewhere.</summary>
public sealed class RequestLimitsTests
{
    private static int _addresses;

    // Each test comes from an address of its own, by way of a proxy that is trusted.
    private readonly string _address = $"203.0.113.{Interlocked.Increment(ref _addresses)}";

    private static Task<ApiHost> Limited => Hosts.OnceAsync(static plan =>
    {
        plan.Clock = new PastClock();
        plan.Settings["RateLimiting__Enabled"] = "true";
        plan.Settings["RateLimiting__TrustedProxies"] = "127.0.0.1,::1";
    });

    [Test]
    public async Task The_31st_call_of_a_minute_under_auth_is_told_when_to_come_back()
    {
        using var api = (await Limited).Client();
        for (var i = 0; i < 30; i++)
        {
            Assert.That((await RefreshAsync(api)).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        }

        var answer = await RefreshAsync(api);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.TooManyRequests, "request.too_many")));
        Assert.That(answer.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That((await GetAsync(api, "/.well-known/jwks.json")).Status, Is.EqualTo(HttpStatusCode.OK), "Elsewhere other limits hold.");
        Assert.That((await api.PostAsync("/api/v1/auth/refresh", "{}", From("198.51.100.99"))).Status, Is.EqualTo(HttpStatusCode.BadRequest), "Others go on.");
        Assert.That((await PageAsync(api)).Status, Is.EqualTo(HttpStatusCode.TooManyRequests), "The pages' buttons do the same as the calls.");
    }

    [TestCase("en", "tried too often", "Try again")]
    [TestCase("ar", "تكررت المحاولات", "إعادة المحاولة")]
    public async Task The_31st_press_of_a_button_is_told_on_a_page_in_the_language_of_the_person(string language, string words, string button)
    {
        using var api = (await Limited).Client();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => RefreshAsync(api)));

        using var form = new FormUrlEncodedContent([new("token", "the-secret")]);
        var page = await api.SendAsync(HttpMethod.Post, "/verify-email", form, From(_address), ("Accept-Language", language));
        using var none = new StringContent("");
        var bare = await api.SendAsync(HttpMethod.Post, "/verify-email", none, From(_address), ("Accept-Language", language));

        Assert.That((page.Status, page.ContentType?.MediaType, page.Headers.RetryAfter?.Delta), Is.EqualTo((HttpStatusCode.TooManyRequests, "text/html", TimeSpan.FromSeconds(60))));
        Assert.That(page.Read(), Does.Contain(words).And.Contain(button).And.Contain("value=\"the-secret\""));
        Assert.That((bare.Status, bare.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.TooManyRequests, "text/html")));
        Assert.That(bare.Read(), Does.Contain(words).And.Not.Contain("<form"));
    }

    [Test]
    public async Task Looking_at_a_page_too_often_is_told_on_a_page_too()
    {
        using var api = (await Limited).Client();
        await Task.WhenAll(Enumerable.Range(0, 600).Select(_ => GetAsync(api, "/verify-email")));

        var page = await api.GetAsync("/verify-email?token=the-secret", From(_address));

        Assert.That((page.Status, page.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.TooManyRequests, "text/html")));
        Assert.That(page.Body, Does.Contain("value=\"the-secret\""));
    }

    [Test]
    public async Task Whoever_waits_a_minute_begins_anew()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => (plan.Clock, plan.Settings["RateLimiting__Enabled"]) = (clock, "true"));
        using var api = host.Client();
        for (var i = 0; i < 31; i++)
        {
            await api.PostAsync("/api/v1/auth/refresh", "{}");
        }

        Assert.That((await api.PostAsync("/api/v1/auth/refresh", "{}")).Status, Is.EqualTo(HttpStatusCode.TooManyRequests));
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.That((await api.PostAsync("/api/v1/auth/refresh", "{}")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Every_operation_documents_and_keeps_the_limit()
    {
        var host = await Limited;
        var operations = (await host.Contract).Operations.Where(static operation => operation.Response(500) is not null).ToList();
        Assert.That(operations, Is.Not.Empty);
        using var api = host.Client();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => RefreshAsync(api)));
        await Task.WhenAll(Enumerable.Range(0, 600).Select(_ => GetAsync(api, "/verify-email")));

        foreach (var operation in operations)
        {
            var answer = await api.SendAsync(operation.Method, operation.AnyPath, operation.Bodies.Count > 0 ? "{}" : null, From(_address));
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.TooManyRequests, "request.too_many")), operation.Id);
        }

        Assert.That((await GetAsync(api, "/no/such/page")).Status, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That((await GetAsync(api, "/health/ready")).Status, Is.EqualTo(HttpStatusCode.OK), "Health is not counted.");
    }

    [Test]
    public async Task A_call_that_is_turned_away_costs_no_hash_and_no_look_at_the_database()
    {
        Statements.Listen();
        using var api = (await Limited).Client();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => RefreshAsync(api)));

        var answer = await api.PostAsync("/api/v1/auth/login", new { email = ApiClient.NewEmail(), password = "whatever it is" }, From(_address));

        Assert.That((answer.Status, CountedHasher.Of(answer)), Is.EqualTo((HttpStatusCode.TooManyRequests, 0)));
        Assert.That(Statements.Of(answer), Is.Empty);
    }

    [Test]
    public async Task A_connection_that_dawdles_is_cut()
    {
        var limits = (await Hosts.Usual).Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.That(
            (limits.MinRequestBodyDataRate?.BytesPerSecond, limits.MinRequestBodyDataRate?.GracePeriod, limits.RequestHeadersTimeout),
            Is.EqualTo(((double?)240, (TimeSpan?)TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30))));
    }

    private static (string Name, string Value) From(string address) => ("X-Forwarded-For", address);

    private static Task<ApiAnswer> SendFormAsync(ApiClient api, string from) => api.SendAsync(
        HttpMethod.Post, "/verify-email", new FormUrlEncodedContent([new("token", "none")]), From(from));

    // Refused for its body, and counted nevertheless.
    private Task<ApiAnswer> RefreshAsync(ApiClient api) => api.PostAsync("/api/v1/auth/refresh", "{}", From(_address));

    private Task<ApiAnswer> PageAsync(ApiClient api) => SendFormAsync(api, _address);

    private Task<ApiAnswer> GetAsync(ApiClient api, string path) => api.GetAsync(path, From(_address));
}
