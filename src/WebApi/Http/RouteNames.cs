using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing.Patterns;

namespace UserSystem.WebApi.Http;

/// <summary>What logs, metrics and traces call the code that a request was led to: its path as the description of the API has it.</summary>
internal static class RouteNames
{
    private static readonly ConditionalWeakTable<RouteEndpoint, string> Names = [];

    /// <summary>The name; null where the path led nowhere. To be asked when the request is answered.</summary>
    // Whoever tells of an exception takes the endpoint away from the request, and keeps it here.
    public static string? Of(HttpContext http) =>
        (http.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? http.GetEndpoint()) is RouteEndpoint endpoint ? Of(endpoint) : null;

    /// <summary>The name of an endpoint.</summary>
    public static string Of(RouteEndpoint endpoint) => Names.GetValue(endpoint, static endpoint => Write(endpoint.RoutePattern));

    // The pattern itself says more, of what a parameter must look like, and groups leave a slash at its end.
    private static string Write(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(static segment => string.Concat(
        segment.Parts.Select(static part => part switch
        {
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => throw new NotSupportedException($"Routes have no parts like {part.PartKind}."),
        }))));
}
