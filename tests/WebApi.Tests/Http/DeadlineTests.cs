using System.Net;
using Microsoft.AspNetCore.Http.Timeouts;
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
}
