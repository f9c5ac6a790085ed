using System.Collections.Frozen;
using UserSystem.Application.Pipeline;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>What can be refused about a request before any use case sees it.</summary>
internal static class HttpErrors
{
    [Explanation(
        "The body is missing, is not JSON in UTF-8, or the request cannot be read as HTTP.",
        "Send one JSON value in UTF-8 as the body.")]
    public static readonly Error Malformed = Error.Invalid("request.malformed", "The body is not well-formed JSON.");

    public static readonly Error BodyMissing = Error.Invalid("request.malformed", "This call needs a JSON body.");

    [Explanation(
        "There is no resource at this address: the path is misspelt, or an id in it is not a UUID.",
        "Compare the path with the description of the API.")]
    public static readonly Error RouteNotFound = Error.NotFound("route.not_found", "There is nothing at this address.");

    [Explanation(
        "There is a resource at this address, but the method is none of those that it takes.",
        "Send one of the methods in the `Allow` header.")]
    public static readonly Error MethodNotAllowed = Error.Invalid("route.method_not_allowed", "This address does not take this method.");

    [Explanation(
        "The body is larger than 1 MiB.",
        "Send less at once.")]
    public static readonly Error TooLarge = Error.Invalid("request.too_large", "The request is larger than is taken here.");

    [Explanation(
        "The body stopped on its way, or came slower than 240 bytes a second.",
        "Send it again, the whole body at once.")]
    public static readonly Error BodyTooSlow = Error.Invalid("request.too_slow", "The body came too slowly and was given up.");

    [Explanation(
        "The headers together are larger than the server reads.",
        "Send fewer or smaller headers; often a cookie or a token grew.")]
    public static readonly Error HeadersTooLarge = Error.Invalid("request.headers_too_large", "The headers are larger than is taken here.");

    [Explanation(
        "`Content-Type` is missing or not one that the call takes, or the body is compressed or in another encoding than UTF-8.",
        "Send `Content-Type: application/json` and the body as it is.")]
    public static readonly Error UnsupportedMediaType =
        Error.Invalid("request.unsupported_media_type", "This call takes application/json.");

    public static readonly Error BadRequest = Error.Invalid("request.malformed", "The request cannot be understood.");

    [Explanation(
        "The request was not done within 30 seconds and was given up. Whether it took effect is not known.",
        "Send it again after as many seconds as `Retry-After` says; what makes something with the same `Idempotency-Key`.")]
    public static readonly Error TimedOut = new(ErrorKind.Unavailable, "request.timed_out", "The request took too long and was given up.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    [Explanation(
        "The service cannot reach its database, or the database cannot write. What was not acknowledged may or may not have taken effect.",
        "Send it again after as many seconds as `Retry-After` says; what makes something with the same `Idempotency-Key`. It recovers by itself.")]
    public static readonly Error DatabaseUnavailable = new(
        ErrorKind.Unavailable, "service.unavailable", "The service cannot reach its database just now. Try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    [Explanation(
        "The service has just started or is about to stop.",
        "Send it again after as many seconds as `Retry-After` says.")]
    public static readonly Error NotReady = new(
        ErrorKind.Unavailable, "service.not_ready", "The service is starting or stopping. Try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    [Explanation(
        "The service has a fault.",
        "Tell those who run the service the `traceId`; sending the same again will hardly help.")]
    public static readonly Error Internal = new(ErrorKind.Unavailable, "service.error", "Something went wrong on our side.");

    /// <summary>One network address asked for too much; when to try again stands beside it.</summary>
    [Explanation(
        "One network asked more often than is its share: 30 times a minute for calls about accounts, 600 times for all others.",
        "Wait as many seconds as `Retry-After` says, and ask less often.")]
    public static Error TooMany(TimeSpan retryAfter) =>
        new(ErrorKind.TooManyRequests, "request.too_many", "Too many requests come from this address. Try again later.") { RetryAfter = retryAfter };

    /// <summary>The codes for which HTTP has a status of its own.</summary>
    public static readonly FrozenDictionary<string, int> Statuses = new Dictionary<string, int>
    {
        [MethodNotAllowed.Code] = StatusCodes.Status405MethodNotAllowed,
        [BodyTooSlow.Code] = StatusCodes.Status408RequestTimeout,
        [TooLarge.Code] = StatusCodes.Status413PayloadTooLarge,
        [UnsupportedMediaType.Code] = StatusCodes.Status415UnsupportedMediaType,
        [IdempotencyErrors.KeyReused.Code] = StatusCodes.Status422UnprocessableEntity,
        [HeadersTooLarge.Code] = StatusCodes.Status431RequestHeaderFieldsTooLarge,
        [Internal.Code] = StatusCodes.Status500InternalServerError,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
