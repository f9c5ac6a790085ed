using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>What is asked of every request before it goes its way.</summary>
internal static class RequestGates
{
    /// <summary>Turns requests away while the service has no database yet, or is about to end. Health and the descriptions stay open.</summary>
    public static void UseReadiness(this WebApplication app)
    {
        var state = app.Services.GetRequiredService<ServiceState>();
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use((http, next) =>
            (state.IsReady && !stopping.IsCancellationRequested) || http.GetEndpoint()?.Metadata.GetMetadata<AccessMetadata>() is null
                ? next(http)
                : Problems.WriteAsync(http, HttpErrors.NotReady));
    }

    /// <summary>Refuses query parameters that the endpoint does not know, so that a typo is never silently dropped.</summary>
    public static void UseKnownQueryOnly(this WebApplication app) => app.Use(static (http, next) =>
    {
        if (!http.Request.QueryString.HasValue || http.GetEndpoint() is not { } endpoint
            || endpoint.Metadata.GetMetadata<AccessMetadata>() is null)
        {
            return next(http);
        }

        var known = endpoint.Metadata.GetMetadata<QueryMetadata>();
        var faults = http.Request.Query.Keys.Where(name => known?.Knows(name) is not true)
            .Select(static name => JsonFaults.UnknownParameter with { Path = name }).ToList();
        return faults.Count == 0 ? next(http) : Problems.WriteAsync(http, new ValidationError(faults));
    });

    /// <summary>Takes bodies as they are, in UTF-8 (RFC 8259, 8.1): neither compressed nor in another encoding, known or not.</summary>
    public static void UsePlainBodiesOnly(this WebApplication app) => app.Use(static (http, next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is null || IsPlain(http.Request)
            ? next(http)
            : Problems.WriteAsync(http, HttpErrors.UnsupportedMediaType, StatusCodes.Status415UnsupportedMediaType));

    private static bool IsPlain(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            return false;
        }

        if (request.ContentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) is not true)
        {
            return true;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Said and done: the framework would stumble over quotes around it.
        request.ContentType = type.MediaType.Value;
        return true;
    }

    /// <summary>Headers that no answer goes without.</summary>
    public static void UseSafeHeaders(this WebApplication app) => app.Use(static (http, next) =>
    {
        // At the last moment: what tells of an exception begins with headers that were cleared.
        http.Response.OnStarting(static response =>
        {
            ((HttpResponse)response).Headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        }, http.Response);
        return next(http);
    });

    /// <summary>What the framework refuses by itself is told as a problem too.</summary>
    public static void UseFrameworkProblems(this WebApplication app) => app.UseStatusCodePages(static context =>
    {
        var http = context.HttpContext;
        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Problems.WriteAsync(http, HttpErrors.RouteNotFound),
            StatusCodes.Status405MethodNotAllowed => Problems.WriteAsync(http, HttpErrors.MethodNotAllowed),
            StatusCodes.Status408RequestTimeout => Problems.WriteAsync(http, HttpErrors.BodyTooSlow),
            StatusCodes.Status413PayloadTooLarge => Problems.WriteAsync(http, HttpErrors.TooLarge),
            StatusCodes.Status415UnsupportedMediaType => Problems.WriteAsync(http, HttpErrors.UnsupportedMediaType),
            StatusCodes.Status400BadRequest => Problems.WriteAsync(http, HttpErrors.BadRequest),
            _ => Task.CompletedTask,
        };
    });
}
