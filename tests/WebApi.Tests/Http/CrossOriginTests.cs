using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;
using UserSystem.WebApi.Tests.Processes;

namespace UserSystem.WebApi.Tests.Http;

/// <summary>Which web pages may call from a browser, and what they may read.</summary>
public sealed class CrossOriginTests
{
    private const string Page = "https://app.example.org";

    private static Task<ApiHost> Open => Hosts.OnceAsync(static plan => plan.Settings["Cors__AllowedOrigins"] = $"{Page}, http://localhost:3000", "cross origin");

    [TestCase(Page)]
    [TestCase("http://localhost:3000")]
    public async Task A_browser_that_asks_first_is_told_what_a_page_may_send(string origin)
    {
        using var api = (await Open).Client();

        var answer = await AskAsync(api, origin, "PATCH", "authorization,content-type,if-match,idempotency-key");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(Header(answer, "Access-Control-Allow-Origin"), Is.EqualTo(origin));
        Assert.That(Header(answer, "Access-Control-Allow-Methods"), Does.Contain("PATCH"));
        Assert.That(Header(answer, "Access-Control-Allow-Headers"), Does.Contain("Authorization").And.Contain("If-Match").And.Contain("Idempotency-Key"));
        Assert.That(Header(answer, "Access-Control-Max-Age"), Is.EqualTo("600"));
        Assert.That(Header(answer, "Access-Control-Allow-Credentials"), Is.Empty);
    }

    [TestCase("/api/v1/users/me", HttpStatusCode.Unauthorized)]
    [TestCase("/of/nobody", HttpStatusCode.NotFound)]
    [TestCase("/.well-known/jwks.json", HttpStatusCode.OK)]
    public async Task A_named_page_may_read_the_answer_and_the_headers_that_it_needs(string path, HttpStatusCode status)
    {
        using var api = (await Open).Client();

        var answer = await api.GetAsync(path, ("Origin", Page));

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(Header(answer, "Access-Control-Allow-Origin"), Is.EqualTo(Page));
        Assert.That(Header(answer, "Access-Control-Expose-Headers").Split(','), Is.EquivalentTo(["ETag", "Location", "Retry-After", "Idempotent-Replayed"]));
        Assert.That(Header(answer, "Access-Control-Allow-Credentials"), Is.Empty);
        Assert.That(Header(answer, "Vary"), Is.EqualTo("Origin"));
    }

    [TestCase("https://app.example.org.evil.example")]
    [TestCase("https://evil.app.example.org")]
    [TestCase("http://app.example.org")]
    [TestCase("https://app.example.org:8443")]
    [TestCase("null")]
    public async Task Another_page_may_neither_send_nor_read(string origin)
    {
        using var api = (await Open).Client();

        var asked = await AskAsync(api, origin, "PATCH", "authorization");
        var read = await api.GetAsync("/.well-known/jwks.json", ("Origin", origin));

        Assert.That(Header(asked, "Access-Control-Allow-Origin") + Header(read, "Access-Control-Allow-Origin"), Is.Empty);
        Assert.That(Header(read, "Vary"), Is.EqualTo("Origin"));
    }

    [Test]
    public async Task Nobody_is_named_by_default()
    {
        using var api = (await Hosts.Usual).Client();

        var asked = await AskAsync(api, Page, "GET", "authorization");
        var read = await api.GetAsync("/.well-known/jwks.json", ("Origin", Page));

        Assert.That(asked.Status, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(Header(asked, "Access-Control-Allow-Origin") + Header(read, "Access-Control-Allow-Origin"), Is.Empty);
    }

    [TestCase("*")]
    [TestCase("null")]
    [TestCase("app.example.org")]
    [TestCase("https://app.example.org/")]
    [TestCase("https://App.example.org")]
    [TestCase("https://app.example.org:443")]
    [TestCase("https://*.example.org")]
    [TestCase("https://ann@app.example.org")]
    [TestCase("ftp://app.example.org")]
    public async Task A_start_with_what_is_no_origin_ends_with_one_line(string origin)
    {
        var (exitCode, _, errors) = await ServiceProcess.RunAsync([], "Host=none", settings: ("Cors__AllowedOrigins", $"{Page},{origin}"));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(errors.Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors, Does.StartWith($"Cors__AllowedOrigins: '{origin}' is no origin"));
    }

    private static Task<ApiAnswer> AskAsync(ApiClient api, string origin, string method, string headers) => api.SendAsync(
        HttpMethod.Options, "/api/v1/users/me", (string?)null,
        ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers));

    private static string Header(ApiAnswer answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
}
