using System.Text.Json;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>Turns what a use case answers into what HTTP answers.</summary>
internal static class ResultExtensions
{
    /// <summary>The value as JSON with the status, or the problem. What is written by hand is to look as the serializer would write it.</summary>
    public static IResult ToHttp<T>(this Result<T> result, int status = StatusCodes.Status200OK, Action<Utf8JsonWriter, T>? write = null) =>
        result.Error is { } error ? new Refusal(error) : new Answer<T>(result.Value, status, write);

    /// <summary>The status without a body, or the problem.</summary>
    public static IResult ToHttp(this Result result, int status) =>
        result.Error is { } error ? new Refusal(error) : TypedResults.StatusCode(status);

    /// <summary>The problem.</summary>
    public static IResult ToHttp(this Error error) => new Refusal(error);

    private sealed class Refusal(Error error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Problems.WriteAsync(httpContext, error);
    }
}
