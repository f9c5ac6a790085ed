using System.Net;
using System.Text.RegularExpressions;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.OpenApi;

/// <summary>The pages for people: the reference, and what the codes mean.</summary>
public sealed partial class PagesTests
{
    [Test]
    public async Task The_reference_loads_scripts_of_its_own_only_and_cannot_be_framed()
    {
        using var api = (await Hosts.Usual).Client();

        var page = await api.GetAsync("/docs/index.html");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(policy, Does.Contain("script-src 'self';").And.Contain("frame-ancestors 'none'").And.Contain("connect-src 'self' https://users.example.org;"));
        foreach (Match script in Script().Matches(page.Body))
        {
            Assert.That(script.Groups[2].Value, Is.Empty, "A script in the page itself would be blocked.");
            Assert.That((await api.GetAsync($"/docs/{script.Groups[1].Value}")).Status, Is.EqualTo(HttpStatusCode.OK), script.Groups[1].Value);
        }
    }

    [Test]
    public async Task The_reference_finds_the_description_wherever_a_proxy_puts_both()
    {
        using var api = (await Hosts.Usual).Client();

        Assert.That((await api.GetAsync("/docs/index.js")).Body, Does.Contain("\"../openapi/v1.json\""));
    }

    [Test]
    public async Task Docs_leads_to_the_reference()
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.GetAsync("/docs");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.MovedPermanently).Or.EqualTo(HttpStatusCode.Redirect).Or.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Every_code_of_the_description_is_explained_at_its_anchor()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var page = await api.GetAsync("/docs/problems", ("Accept", "text/html,application/xhtml+xml"));

        Assert.That(page.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(page.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("default-src 'none'"));
        var codes = Codes().Matches((await api.GetAsync("/openapi/v1.json")).Body).Select(static match => match.Groups[1].Value).Distinct().ToList();
        Assert.That(codes, Does.Contain("auth.too_many_attempts").And.Contain("service.not_ready"));
        foreach (var code in codes.Concat(["password.common", "email.malformed", "required", "unknown", "duplicate", "route.not_found"]))
        {
            Assert.That(page.Body, Does.Contain($"<section id=\"{code}\">"));
        }
    }

    [Test]
    public async Task Each_code_is_told_with_status_cause_cure_and_the_calls_that_answer_it()
    {
        using var api = (await Hosts.Usual).Client();

        var page = (await api.GetAsync("/docs/problems", ("Accept", "text/html"))).Body;
        var entry = page.Split("<section id=\"auth.too_many_attempts\">")[1].Split("</section>")[0];

        Assert.That(entry, Does.Contain("<dd>429 Too Many Requests</dd>").And.Contain("<dt>Retry-After</dt>"));
        Assert.That(entry, Does.Contain("<dt>Cause</dt><dd>Too many wrong passwords").And.Contain("<dt>Cure</dt><dd>Wait").And.Contain("<a href=\"index.html#/Accounts/logIn\"><code>logIn</code></a>"));
        Assert.That(page, Does.Not.Contain("`"));
    }

    [Test]
    public async Task Programs_get_the_codes_as_JSON()
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.GetAsync("/docs/problems", ("Accept", "application/json"));
        var entry = answer.Json.EnumerateArray().Single(static code => code.GetProperty("code").GetString() == "request.too_large");

        Assert.That(answer.ContentType!.MediaType, Is.EqualTo("application/json"));
        Assert.That(entry.GetProperty("status").GetInt32(), Is.EqualTo(413));
        Assert.That(entry.GetProperty("meaning").GetString(), Is.Not.Empty);
        Assert.That(entry.GetProperty("cause").GetString(), Is.EqualTo("The body is larger than 1 MiB."));
        Assert.That(entry.GetProperty("operations").EnumerateArray().Select(static call => call.GetString()), Does.Contain("logIn"));
    }

    [GeneratedRegex("<script(?: src=\"([^\"]+)\")?[^>]*>([^<]*)</script>")]
    private static partial Regex Script();

    [GeneratedRegex("\"code\": \"([a-z_.]+)\"")]
    private static partial Regex Codes();
}
