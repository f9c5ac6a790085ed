using Microsoft.Net.Http.Headers;

namespace UserSystem.WebApi.Http;

/// <summary>Lets the named web pages call from a browser, and read what they need of an answer. Tokens go in a header, so that no cookie does.</summary>
internal static class CrossOrigin
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly string[] Sent =
    [
        HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.AcceptLanguage, HeaderNames.IfMatch, HeaderNames.IfNoneMatch,
        "Idempotency-Key", HeaderNames.TraceParent, HeaderNames.TraceState,
    ];

    private static readonly string[] Exposed = [HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter, IdempotencyKeys.ReplayedHeader];

    /// <summary>Answers browsers that ask first, and marks the answers that a named page may read. Nothing where no page is named.</summary>
    public static void UseCrossOrigin(this WebApplication app, CrossOriginOptions options)
    {
        if (options.Origins is not { Length: > 0 } origins)
        {
            return;
        }

        app.Use(static (http, next) =>
        {
            // Also for who comes from nowhere: a cache between must not give that answer to a page.
            http.Response.OnStarting(static response =>
            {
                var headers = ((HttpResponse)response).Headers;
                if (!headers.Vary.Contains(HeaderNames.Origin))
                {
                    headers.Append(HeaderNames.Vary, HeaderNames.Origin);
                }

                return Task.CompletedTask;
            }, http.Response);
            return next(http);
        });
        app.UseCors(policy => policy.WithOrigins(origins).WithMethods(Methods).WithHeaders(Sent).WithExposedHeaders(Exposed)
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10)));
    }
}
