using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Contract;

/// <summary>Holds every answer against the served description, and keeps which answers were seen. What does not fit fails the test that asked.</summary>
internal sealed class ContractHandler(ApiHost host) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var contract = await host.Contract;
        if (contract.Find(request.Method, request.RequestUri!.AbsolutePath) is { } operation)
        {
            var status = (int)response.StatusCode;
            var faults = contract.Judge(
                operation, status, response.Content.Headers.ContentType?.MediaType,
                name => response.Headers.Contains(name) || response.Content.Headers.Contains(name),
                await response.Content.ReadAsStringAsync(cancellationToken));
            Assert.That(faults, Is.Empty, "The answer is not as described.");
            SeenAnswers.Add(operation.Id, status);
        }

        return response;
    }
}
