using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Diagnostics;
using UserSystem.Application.Ports;

namespace UserSystem.WebApi.Operations;

/// <summary>Counts and times requests by route: the pattern of the code, never the address that was asked for.</summary>
internal static class RequestMetrics
{
    public const string Instrument = "http.duration";

    private static readonly object[] Statuses = [.. Enumerable.Range(0, 600).Select(static status => (object)status)];

    public static void UseRequestMetrics(this WebApplication app)
    {
        // Made here, so that it listens from the first request on.
        app.Services.GetRequiredService<MetricsCollector>();
        var duration = app.Services.GetRequiredService<IMeterFactory>().Create(MeterNames.UserSystem).CreateHistogram<double>(Instrument);
        app.Use(async (http, next) =>
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                await next(http);
            }
            finally
            {
                duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new TagList
                {
                    { "method", Method(http.Request.Method) },
                    { "route", Route(http) ?? "none" },
                    { "status", Statuses[http.Response.StatusCode is var status and > 0 and < 600 ? status : 0] },
                });
            }
        });
    }

    /// <summary>The pattern of the code that a request was led to; null where there is none. To be asked when the request is answered.</summary>
    public static string? Route(HttpContext http) =>
        ((http.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? http.GetEndpoint()) as RouteEndpoint)?.RoutePattern.RawText;

    /// <summary>The method, or "other": anybody can make methods up.</summary>
    public static string Method(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" => method,
        _ => "other",
    };
}
