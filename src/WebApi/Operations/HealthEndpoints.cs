using Microsoft.AspNetCore.Http.HttpResults;
using UserSystem.Application.Ports;

namespace UserSystem.WebApi.Operations;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not_ready</c>.</param>
public sealed record HealthDto(string Status);

/// <summary>What those who run the service ask it.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Operations");

        health.MapGet("/live", Live).WithName("getLiveness").WithSummary("Whether the process runs").Produces<HealthDto>();
        health.MapGet("/ready", Ready).WithName("getReadiness").WithSummary("Whether requests can be served")
            .Produces<HealthDto>().Produces<HealthDto>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<HealthDto> Live() => TypedResults.Ok(new HealthDto("live"));

    private static async Task<IResult> Ready(
        ServiceState state, IDatabaseProbe probe, IHostApplicationLifetime lifetime, HttpResponse response, CancellationToken ct)
    {
        if (state.IsReady && !lifetime.ApplicationStopping.IsCancellationRequested && await probe.AnswersAsync(ct))
        {
            return TypedResults.Ok(new HealthDto("ready"));
        }

        response.Headers.RetryAfter = "2";
        return TypedResults.Json(new HealthDto("not_ready"), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
