using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>Writes errors as problem details: the one place where an <see cref="Error"/> becomes an HTTP answer.</summary>
internal static class Problems
{
    public const string MediaType = "application/problem+json";

    /// <summary>Answers with the status that the kind of the error stands for.</summary>
    public static Task WriteAsync(HttpContext http, Error error) => WriteAsync(http, error, StatusOf(error));

    /// <summary>Answers with a status that HTTP itself asks for.</summary>
    public static Task WriteAsync(HttpContext http, Error error, int status)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status401Unauthorized)
        {
            // A wrong password, or a refresh token, is no fault of an access token (RFC 6750, 3.1).
            var refusal = http.RequestServices.GetRequiredService<ICaller>().Refusal;
            response.Headers.WWWAuthenticate = error == refusal ? "Bearer error=\"invalid_token\"" : "Bearer";
        }

        if (error.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        // Written whatever was called off: that a request took too long is told when its own token is cancelled already.
        return response.WriteAsJsonAsync(Describe(http, error, status), ApiJson.Default.ProblemDto, MediaType, CancellationToken.None);
    }

    /// <summary>The status of an error: what HTTP itself has a word for, or what the kind stands for.</summary>
    public static int StatusOf(Error error) => HttpErrors.Statuses.TryGetValue(error.Code, out var status) ? status : StatusOf(error.Kind);

    private static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        ErrorKind.TooManyRequests => StatusCodes.Status429TooManyRequests,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static ProblemDto Describe(HttpContext http, Error error, int status)
    {
        var root = http.RequestServices.GetRequiredService<IOptions<AppOptions>>().Value.PublicUrl?.TrimEnd('/');
        var faults = (error as ValidationError)?.Faults;
        return new ProblemDto(
            $"{root}/docs/problems#{error.Code}", ReasonPhrases.GetReasonPhrase(status), status, error.Message,
            http.Request.Path.ToUriComponent(), error.Code, Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier,
            ByPath(faults, static fault => fault.Message), ByPath(faults, static fault => fault.Code),
            (int?)error.MaxAge?.TotalSeconds,
            (error as MissingPermissionError)?.Permission);
    }

    private static Dictionary<string, IReadOnlyList<string>>? ByPath(IReadOnlyList<Fault>? faults, Func<Fault, string> part) =>
        faults?.GroupBy(static fault => fault.Path, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(part)], StringComparer.Ordinal);
}
