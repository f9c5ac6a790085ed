using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NUnit.Framework;
using UserSystem.Application.Pipeline;
using UserSystem.WebApi.Hosting;
using UserSystem.WebApi.Http;

namespace UserSystem.Architecture.Tests;

/// <summary>Nothing is served without a decision about who may ask for it.</summary>
public sealed class EndpointTests
{
    // Open to anyone without a use case behind it, and why.
    private static readonly Dictionary<string, string> WithoutAccess = new()
    {
        ["/health/live"] = "Asked by what runs the service, before anything is there.",
        ["/health/ready"] = "Asked by what runs the service, before anything is there.",
        ["/metrics"] = "Asked by what watches the service, on its own machine; others are asked for metrics:read by the endpoint itself.",
        ["verify-email"] = "A page that asks, and sends the command whose rule decides.",
        ["confirm-email"] = "A page that asks, and sends the command whose rule decides.",
        ["reset-password"] = "A page that asks, and sends the command whose rule decides.",
        ["invitation"] = "A page that asks, and sends the commands whose rules decide.",
        ["restore"] = "A page that asks, and sends the command whose rule decides.",
        ["/openapi/v1.json"] = "The description of the API is public.",
        ["/openapi/v1.yaml"] = "The description of the API is public.",
        ["/docs/problems"] = "What a code means is part of the description.",
    };

    [Test]
    public async Task Every_endpoint_decides_who_may_ask_or_stands_in_a_list_with_a_reason() =>
        Assert.That(Faults(await EndpointsAsync(), WithoutAccess), Is.Empty);

    [Test]
    public async Task Every_endpoint_of_the_api_has_a_name_and_a_summary()
    {
        var endpoints = (await EndpointsAsync()).Where(static each => each.Metadata.GetMetadata<AccessMetadata>() is not null);

        Assert.That(
            endpoints.Where(static each => each.Metadata.GetMetadata<IEndpointNameMetadata>() is null
                                           || each.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IEndpointSummaryMetadata>() is null),
            Is.Empty);
    }

    [Test]
    public async Task Nothing_is_served_that_only_the_service_may_send_itself() => Assert.That(
        (await EndpointsAsync()).Where(static each => each.Metadata.GetMetadata<AccessMetadata>()?.Access == Access.System), Is.Empty);

    [Test]
    public async Task Whatever_makes_something_can_be_sent_again()
    {
        var endpoints = await EndpointsAsync();

        Assert.That(endpoints.Where(Makes), Is.Not.Empty);
        Assert.That(endpoints.Where(Makes).Where(static each => each.Metadata.GetMetadata<IdempotentMetadata>() is null), Is.Empty);
        Assert.That(endpoints.Where(static each => each.Metadata.GetMetadata<IdempotentMetadata>() is not null && !Makes(each)), Is.Empty);
    }

    [Test]
    public void What_makes_something_is_known_by_its_answer()
    {
        var made = new Microsoft.AspNetCore.Http.ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(string));

        Assert.That(Makes(Endpoint("/made", made)), Is.True);
        Assert.That(Makes(Endpoint("/shown", new Microsoft.AspNetCore.Http.ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string)))), Is.False);
    }

    [Test]
    public void An_endpoint_without_a_decision_is_caught_and_so_is_a_reason_that_is_none_any_more()
    {
        var (open, decided) = (Endpoint("/open"), Endpoint("/decided", new AccessMetadata(Access.Anonymous)));

        Assert.That(Faults([open, decided], []), Is.EquivalentTo(["/open does not say who may ask"]));
        Assert.That(Faults([open, decided], new() { ["/open"] = "So.", ["/decided"] = "So.", ["/gone"] = "So." }), Has.Exactly(2).Items);
    }

    // To put something somewhere twice is to put it there once.
    private static bool Makes(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post) is not false
        && endpoint.Metadata.OfType<Microsoft.AspNetCore.Http.Metadata.IProducesResponseTypeMetadata>().Any(static answer => answer.StatusCode == StatusCodes.Status201Created);

    private static async Task<IReadOnlyList<RouteEndpoint>> EndpointsAsync()
    {
        await using var host = ServiceHost.WithoutDatabase();
        await using var app = host.Build();
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.That(endpoints, Has.Count.GreaterThan(10));
        return endpoints;
    }

    private static IEnumerable<string> Faults(IEnumerable<RouteEndpoint> endpoints, Dictionary<string, string> reasons)
    {
        var silent = endpoints.Where(static each => each.Metadata.GetMetadata<AccessMetadata>() is null)
            .Select(static each => each.RoutePattern.RawText!).ToHashSet();
        return silent.Except(reasons.Keys).Select(static route => $"{route} does not say who may ask")
            .Concat(reasons.Keys.Except(silent).Select(static route => $"{route} needs no reason"));
    }

    private static RouteEndpoint Endpoint(string route, params object[] metadata) => new(
        static _ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(route), 0,
        new EndpointMetadataCollection(metadata), route);
}
