using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Http;

/// <summary>What holds for every address, known or not.</summary>
public sealed class RoutingTests
{
    [TestCase("GET", "/api/v1/nothing", HttpStatusCode.NotFound, "route.not_found")]
    [TestCase("GET", "/", HttpStatusCode.NotFound, "route.not_found")]
    [TestCase("PUT", "/api/v1/users/me", HttpStatusCode.MethodNotAllowed, "route.method_not_allowed")]
    [TestCase("TRACE", "/api/v1/users/me", HttpStatusCode.MethodNotAllowed, "route.method_not_allowed")]
    [TestCase("GET", "/api/v1/auth/login", HttpStatusCode.MethodNotAllowed, "route.method_not_allowed")]
    public async Task What_routing_refuses_is_a_problem_too(string method, string path, HttpStatusCode status, string code)
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.SendAsync(new HttpMethod(method), path, (string?)null);

        Assert.That((answer.Status, answer.Code, answer.ContentType!.MediaType), Is.EqualTo((status, code, "application/problem+json")));
    }

    [Test]
    public async Task A_problem_says_what_where_and_how_to_find_it_in_the_logs()
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.LogInAsync("nobody", "x");

        Assert.That(answer.Text("type"), Is.EqualTo("https://users.example.org/docs/problems#validation.failed"));
        Assert.That((answer.Text("title"), answer.Json.GetProperty("status").GetInt32()), Is.EqualTo(("Bad Request", 400)));
        Assert.That((answer.Text("instance"), answer.Text("traceId")), Is.EqualTo(("/api/v1/auth/login", answer.TraceId)));
        Assert.That(answer.Text("detail"), Is.Not.Empty);
    }

    [TestCase("/api/v1/users/me")]
    [TestCase("/health/live")]
    [TestCase("/docs/index.html")]
    [TestCase("/nothing")]
    public async Task Nothing_is_guessed_about_content_and_nobody_learns_what_serves_it(string path)
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.GetAsync(path);

        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
        Assert.That(answer.Headers.Contains("Server"), Is.False);
    }

    [Test]
    public async Task Nothing_is_guessed_about_what_tells_of_an_exception_either()
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await api.PostAsync("/api/v1/auth/login", "{");

        Assert.That(answer.Headers.Contains("X-Content-Type-Options"), Is.True, answer.Body);
    }

    [Test]
    public async Task A_huge_header_is_refused()
    {
        using var http = new HttpClient { BaseAddress = (await Hosts.Usual).Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + new string('a', 64 * 1024));

        using var response = await http.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(431));
    }
}
