using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Limits;

/// <summary>Marks an endpoint outside <c>/api/v1/auth</c> that does the same as one within.</summary>
internal sealed record CountsAsAuthMetadata;

/// <summary>How an endpoint tells that it was asked too often, where that is not a problem.</summary>
internal sealed record LimitAnswerMetadata(Func<HttpContext, Error, Task> Tell);

/// <summary>Who is asking, as far as trusted proxies tell, and how much of that is too much.</summary>
internal static class RequestLimits
{
    /// <summary>Requests a minute of one network where passwords and tokens are tried.</summary>
    public const int AuthPerMinute = 30;

    /// <summary>Requests a minute of one network everywhere else.</summary>
    public const int OthersPerMinute = 600;

    private static readonly PathString Auth = "/api/v1/auth";
    private static readonly PathString Health = "/health";

    /// <summary>
    /// Replaces the address of a trusted proxy by the one that it names, from the right of <c>X-Forwarded-For</c> up to the first that is not
    /// trusted or cannot be read.
    /// </summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var trusted = Options(app).TrustedNetworks;
        if (trusted.Count == 0)
        {
            // The framework takes an empty list for "everybody".
            return;
        }

        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in trusted)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(forwarded);
    }

    /// <summary>Turns away what one network asks for beyond its share, before anything costs. Health is never counted.</summary>
    public static void UseRequestLimits(this WebApplication app)
    {
        if (!Options(app).Enabled)
        {
            return;
        }

        var clock = app.Services.GetRequiredService<TimeProvider>();
        var (auth, others) = (new RequestCounts(AuthPerMinute, clock), new RequestCounts(OthersPerMinute, clock));
        app.Use((http, next) =>
        {
            if (http.Request.Path.StartsWithSegments(Health))
            {
                return next(http);
            }

            var counts = http.Request.Path.StartsWithSegments(Auth) || http.GetEndpoint()?.Metadata.GetMetadata<CountsAsAuthMetadata>() is not null
                ? auth
                : others;
            return counts.Count(ClientNetwork.Of(http.Connection.RemoteIpAddress)) is { } wait
                ? TellAsync(http, HttpErrors.TooMany(wait))
                : next(http);
        });
    }

    private static Task TellAsync(HttpContext http, Error error) =>
        http.GetEndpoint()?.Metadata.GetMetadata<LimitAnswerMetadata>() is { } own ? own.Tell(http, error) : Problems.WriteAsync(http, error);

    private static RateLimitingOptions Options(WebApplication app) => app.Services.GetRequiredService<IOptions<RateLimitingOptions>>().Value;
}
