using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using UserSystem.WebApi.Http;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Operations;

/// <summary>Who looks a path of the description up in logs, metrics or traces finds it.</summary>
public sealed class RouteNamesTests
{
    [Test]
    public async Task Routes_are_called_what_the_description_calls_them()
    {
        var host = await Hosts.Usual;
        var described = (await host.Contract).Operations.Select(static operation => operation.Path).Distinct();
        var names = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(RouteNames.Of);

        Assert.That(described.Except(names), Is.Empty);
    }
}
