using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>
/// The one place where exceptions become answers: a body that cannot be read is the client's fault, a database that is away is told
/// with a time to come back, and everything else is a bug, told to the log and not to the client.
/// </summary>
internal sealed class UnhandledExceptions(IInfrastructureFaults faults, ILogger<UnhandledExceptions> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        switch (exception)
        {
            case BadHttpRequestException unreadable:
                await Problems.WriteAsync(httpContext, Explain(unreadable), StatusOf(unreadable));
                return true;

            case not null when faults.IsOutage(exception):
                logger.DatabaseAway(exception.GetType().Name);
                await Problems.WriteAsync(httpContext, HttpErrors.DatabaseUnavailable);
                return true;

            default:
                logger.Bug(exception!, httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName ?? "none");
                await Problems.WriteAsync(httpContext, HttpErrors.Internal);
                return true;
        }
    }

    private static int StatusOf(BadHttpRequestException unreadable) => unreadable.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => StatusCodes.Status408RequestTimeout,
        StatusCodes.Status413PayloadTooLarge => StatusCodes.Status413PayloadTooLarge,
        StatusCodes.Status415UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        StatusCodes.Status431RequestHeaderFieldsTooLarge => StatusCodes.Status431RequestHeaderFieldsTooLarge,
        _ => StatusCodes.Status400BadRequest,
    };

    private static Error Explain(BadHttpRequestException unreadable) => unreadable.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => HttpErrors.BodyTooSlow,
        StatusCodes.Status413PayloadTooLarge => HttpErrors.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => HttpErrors.UnsupportedMediaType,
        StatusCodes.Status431RequestHeaderFieldsTooLarge => HttpErrors.HeadersTooLarge,
        _ when unreadable.InnerException is JsonException json => JsonFaults.Explain(json),
        _ when unreadable.InnerException is null => HttpErrors.BodyMissing,
        _ => HttpErrors.BadRequest,
    };
}
