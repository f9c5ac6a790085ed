using System.Diagnostics;
using System.Diagnostics.Metrics;
using UserSystem.Application.Ports;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Operations;

/// <summary>Counts and times requests by route, never by the address that was asked for.</summary>
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
                    { "route", RouteNames.Of(http) ?? "none" },
                    { "status", Statuses[http.Response.StatusCode is var status and > 0 and < 600 ? status : 0] },
                });
            }
        });
    }

    /// <summary>The method, or "other": anybody can make methods up.</summary>
    public static string Method(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" => method,
        _ => "other",
    };
}
