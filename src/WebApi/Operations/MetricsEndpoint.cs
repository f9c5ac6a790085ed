using System.Net;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Operations;

/// <summary>
/// <c>/metrics</c>: for who stands on this machine, and for others with the permission. What came through a proxy is from elsewhere, also
/// where the proxy is on this machine.
/// </summary>
internal static class MetricsEndpoint
{
    private static readonly Access Reading = Access.Holding(Permissions.MetricsRead);
    private static readonly string[] ProxyHeaders = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP"];

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet("/metrics", Get).ExcludeFromDescription();

    private static async Task Get(
        HttpContext http, MetricsCollector metrics, Caller caller, ISessionActivity activity, IPermissions permissions, CancellationToken ct)
    {
        if (!IsLocal(http))
        {
            if (caller.Identity is { } identity && await activity.SeenAsync(identity, ct) is { } ended)
            {
                (caller.Identity, caller.Refusal) = (null, ended);
            }

            if (await Reading.CheckAsync(caller, permissions, ct) is { } refusal)
            {
                await Problems.WriteAsync(http, refusal);
                return;
            }
        }

        http.Response.ContentType = Exposition.ContentType;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsync(await metrics.ReadAsync(ct), ct);
    }

    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !ProxyHeaders.Any(http.Request.Headers.ContainsKey);
}
