using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Testing;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Tests.Http;

/// <summary>Which requests carry a key and which do not, before any endpoint of the service has to do with it: none takes uploads yet.</summary>
public sealed class IdempotencyKeysTests
{
    private const string Body = "--x\r\n\r\nhello\r\n--x--\r\n";

    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("MULTIPART/mixed; boundary=x")]
    public async Task Uploads_ignore_the_header_even_a_wrong_one_and_are_not_read_before_their_endpoint(string type)
    {
        foreach (var key in new[] { "one", "", "not a key" })
        {
            Assert.That(await SendAsync("/known", type, key), Is.EqualTo($"200 none unread {Body}"), key);
        }
    }

    [Test]
    public async Task Everything_else_is_sent_under_its_key()
    {
        Assert.That(await SendAsync("/known", "application/json", "one"), Is.EqualTo($"200 one read {Body}"));
        Assert.That(await SendAsync("/known", "application/multipart", "one"), Is.EqualTo($"200 one read {Body}"));
        Assert.That(await SendAsync("/known", "application/json", "not a key"), Does.StartWith("400"));
    }

    [Test]
    public async Task What_does_not_repeat_and_whom_nobody_knows_ignores_it()
    {
        Assert.That(await SendAsync("/other", "application/json", "one"), Is.EqualTo($"200 none unread {Body}"));
        Assert.That(await SendAsync("/known", "application/json", "one", known: false), Is.EqualTo($"200 none unread {Body}"));
    }

    /// <summary>Status, key, whether the body was read before the endpoint, and the body as the endpoint sees it.</summary>
    private static async Task<string> SendAsync(string path, string type, string key, bool known = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddScoped<Repetition>().AddScoped<ICaller>(_ => new Caller
        {
            Identity = known ? new CallerIdentity(Any.User().Id, Any.Id<Domain.Sessions.SessionId>(), 1, Any.Instant) : null,
        });
        await using var app = builder.Build();
        app.UseIdempotencyKeys();
        app.MapPost("/known", TellAsync).WithMetadata(new IdempotentMetadata());
        app.MapPost("/other", TellAsync);
        await app.StartAsync();

        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.TryAddWithoutValidation(IdempotencyKeys.Header, key);
        using var answer = await http.SendAsync(request);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    private static async Task TellAsync(HttpContext http)
    {
        var key = http.RequestServices.GetRequiredService<Repetition>().Key?.Key ?? "none";
        var read = http.Request.Body is MemoryStream ? "read" : "unread";
        using var reader = new StreamReader(http.Request.Body);
        await http.Response.WriteAsync($"{key} {read} {await reader.ReadToEndAsync()}");
    }
}
