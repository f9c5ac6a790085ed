using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.WebApi.OpenApi;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Http;

/// <summary>No request lasts for ever.</summary>
public sealed class DeadlineTests
{
    [Test]
    public async Task What_takes_too_long_is_given_up_and_told_as_one_problem()
    {
        var passwords = new SlowPasswords();
        await using var host = await ApiHost.StartAsync(plan => plan.Adjust = services =>
        {
            passwords.Replace(services);
            services.PostConfigure<RequestTimeoutOptions>(static timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = TimeSpan.FromMilliseconds(200),
                WriteTimeoutResponse = timeouts.DefaultPolicy!.WriteTimeoutResponse,
            });
        });
        using var api = host.Client();

        // Answers are held against the description, which takes longer than this to be written once.
        await host.Services.GetRequiredService<ApiDocument>().ReadAsync(CancellationToken.None);

        var answer = await api.RegisterAsync(ApiClient.NewEmail());

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "request.timed_out")));
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
    }

    [Test]
    public async Task A_body_that_stops_on_its_way_is_given_up_and_told_so()
    {
        await using var host = await ApiHost.StartAsync(static plan => plan.Adjust = static services =>
            services.PostConfigure<KestrelServerOptions>(static kestrel =>
                kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(1.1))));
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        await using var stream = socket.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/auth/login HTTP/1.1\r\nHost: {host.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"));
        var answer = await new StreamReader(stream).ReadToEndAsync();

        Assert.That(answer, Does.StartWith("HTTP/1.1 408 ").And.Contain("application/problem+json").And.Contain("\"request.too_slow\""));
    }
}
