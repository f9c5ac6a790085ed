using System.Net;
using System.Text;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Http;

/// <summary>Bodies are taken in UTF-8 and as they are.</summary>
public sealed class BodyEncodingTests
{
    [TestCase("application/json; charset=nope")]
    [TestCase("application/json; charset=utf-7")]
    [TestCase("application/json; charset=\"\"")]
    [TestCase("application/json; charset=utf-16")]
    [TestCase("application/json; charset")]
    public async Task Refuses_another_encoding_known_or_not(string contentType)
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await PostAsync(api, contentType, contentEncoding: null);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.UnsupportedMediaType, "request.unsupported_media_type")));
    }

    [Test]
    public async Task Refuses_what_is_compressed()
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await PostAsync(api, "application/json", contentEncoding: "gzip");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [TestCase("application/json")]
    [TestCase("application/json; charset=utf-8")]
    [TestCase("application/json;charset=\"UTF-8\"")]
    public async Task Takes_utf8_however_it_is_named(string contentType)
    {
        using var api = (await Hosts.Usual).Client();

        var answer = await PostAsync(api, contentType, contentEncoding: null);

        Assert.That(answer.Code, Is.EqualTo("validation.failed"), "read, and found wanting");
    }

    [TestCase(0xff)]
    [TestCase(0xc0)]
    public async Task Bytes_that_are_no_utf8_are_no_json(byte stray)
    {
        using var api = (await Hosts.Usual).Client();
        var content = new ByteArrayContent([.. "{\"email\":\"a"u8, stray, .. "\"}"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        var answer = await api.SendAsync(HttpMethod.Post, "/api/v1/auth/login", content);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "request.malformed")));
    }

    private static Task<ApiAnswer> PostAsync(ApiClient api, string contentType, string? contentEncoding)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (contentEncoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", contentEncoding);
        }

        return api.SendAsync(HttpMethod.Post, "/api/v1/auth/login", content);
    }
}
