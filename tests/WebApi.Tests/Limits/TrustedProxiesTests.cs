using System.Net;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;
using UserSystem.WebApi.Tests.Processes;

namespace UserSystem.WebApi.Tests.Limits;

/// <summary>Whose word counts about where a request comes from: that of named proxies, from the right.</summary>
public sealed class TrustedProxiesTests
{
    private static Task<ApiHost> BehindProxies => Hosts.OnceAsync(static plan =>
        plan.Settings["RateLimiting__TrustedProxies"] = "127.0.0.0/8, ::1, 10.0.0.0/8, 2001:db8:5::/48");

    [TestCase("203.0.113.7", "203.0.113.7")]
    [TestCase("203.0.113.7:4711", "203.0.113.7", Description = "with a port")]
    [TestCase("[2001:db8::7]:443", "2001:db8::7", Description = "with brackets and a port")]
    [TestCase("[2001:db8::7]", "2001:db8::7")]
    [TestCase("198.51.100.1, 203.0.113.7", "203.0.113.7", Description = "what stands left of a stranger, the stranger wrote")]
    [TestCase("203.0.113.7, 10.1.2.3, 2001:db8:5::9", "203.0.113.7", Description = "past all that are trusted")]
    [TestCase("203.0.113.7,10.1.2.3", "203.0.113.7")]
    [TestCase("10.9.9.9, 10.1.2.3", "10.9.9.9", Description = "all are trusted: the first of them")]
    [TestCase("203.0.113.7, nonsense, 10.1.2.3", "10.1.2.3", Description = "nobody looks past what cannot be read")]
    [TestCase("unknown", "127.0.0.1")]
    [TestCase("203.0.113.7:99999", "127.0.0.1")]
    [TestCase("", "127.0.0.1")]
    public async Task The_address_is_the_rightmost_that_is_not_trusted(string forwarded, string address)
    {
        Assert.That(await SeenAsync(await BehindProxies, ("X-Forwarded-For", forwarded)), Is.EqualTo(address));
    }

    [Test]
    public async Task Several_lines_are_one_list()
    {
        var host = await BehindProxies;
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        var body = $$"""{"email":"{{person.Email}}","password":"{{person.Password}}"}""";

        // By hand, for the client would make one line of them.
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n"
            + $"X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: 10.1.2.3\r\n\r\n{body}"));
        using var answer = new StreamReader(stream);
        Assert.That(await answer.ReadToEndAsync(), Does.StartWith("HTTP/1.1 200"));

        Assert.That(
            await host.QueryAsync<string>(
                "select host(s.ip_address) from user_sessions s join users u on u.id = s.user_id where u.email = $1", person.Email),
            Is.EqualTo("203.0.113.7"));
    }

    [Test]
    public async Task Nobody_is_believed_by_default() => Assert.That(
        await SeenAsync(await Hosts.Usual, ("X-Forwarded-For", "203.0.113.7")), Is.EqualTo("127.0.0.1"));

    [TestCase("10.0.0.0/8,proxy.example.org", "'proxy.example.org'")]
    [TestCase("10.0.0.1/8", "'10.0.0.1/8'", Description = "bits beyond the prefix: a slip in one of the two")]
    [TestCase("10.1", "'10.1'")]
    [TestCase("0.0.0.0/0", "'0.0.0.0/0'", Description = "to trust everybody is to trust each client about itself")]
    public async Task A_wrong_entry_stops_the_start_with_one_line(string proxies, string named)
    {
        var (exitCode, _, errors) = await ServiceProcess.RunAsync([], "Host=none", settings: ("RateLimiting__TrustedProxies", proxies));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(errors.Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors, Does.StartWith("RateLimiting__TrustedProxies: " + named).And.Contain("for example 10.0.0.0/8"));
    }

    /// <summary>The address under which a login is kept.</summary>
    private static async Task<string?> SeenAsync(ApiHost host, params (string Name, string Value)[] headers)
    {
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        var session = Tokens.Read(await api.PostAsync("/api/v1/auth/login", new { email = person.Email, password = person.Password }, headers)).SessionId;
        return await host.QueryAsync<string>("select host(ip_address) from user_sessions where id = $1", session);
    }
}
