using System.Collections.Frozen;
using UserSystem.Application.Pipeline;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>What can be refused about a request before any use case sees it.</summary>
internal static class HttpErrors
{
    public static readonly Error Malformed = Error.Invalid("request.malformed", "The body is not well-formed JSON.");

    public static readonly Error BodyMissing = Error.Invalid("request.malformed", "This call needs a JSON body.");

    public static readonly Error RouteNotFound = Error.NotFound("route.not_found", "There is nothing at this address.");

    public static readonly Error MethodNotAllowed = Error.Invalid("route.method_not_allowed", "This address does not take this method.");

    public static readonly Error TooLarge = Error.Invalid("request.too_large", "The request is larger than is taken here.");

    public static readonly Error HeadersTooLarge = Error.Invalid("request.headers_too_large", "The headers are larger than is taken here.");

    public static readonly Error UnsupportedMediaType =
        Error.Invalid("request.unsupported_media_type", "This call takes application/json.");

    public static readonly Error BadRequest = Error.Invalid("request.malformed", "The request cannot be understood.");

    public static readonly Error TimedOut = new(ErrorKind.Unavailable, "request.timed_out", "The request took too long and was given up.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static readonly Error DatabaseUnavailable = new(
        ErrorKind.Unavailable, "service.unavailable", "The service cannot reach its database just now. Try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static readonly Error NotReady = new(
        ErrorKind.Unavailable, "service.not_ready", "The service is starting or stopping. Try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    public static readonly Error Internal = new(ErrorKind.Unavailable, "service.error", "Something went wrong on our side.");

    /// <summary>One network address asked for too much; when to try again stands beside it.</summary>
    public static Error TooMany(TimeSpan retryAfter) =>
        new(ErrorKind.TooManyRequests, "request.too_many", "Too many requests come from this address. Try again later.") { RetryAfter = retryAfter };

    /// <summary>The codes for which HTTP has a status of its own.</summary>
    public static readonly FrozenDictionary<string, int> Statuses = new Dictionary<string, int>
    {
        [MethodNotAllowed.Code] = StatusCodes.Status405MethodNotAllowed,
        [TooLarge.Code] = StatusCodes.Status413PayloadTooLarge,
        [UnsupportedMediaType.Code] = StatusCodes.Status415UnsupportedMediaType,
        [IdempotencyErrors.KeyReused.Code] = StatusCodes.Status422UnprocessableEntity,
        [HeadersTooLarge.Code] = StatusCodes.Status431RequestHeaderFieldsTooLarge,
        [Internal.Code] = StatusCodes.Status500InternalServerError,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
