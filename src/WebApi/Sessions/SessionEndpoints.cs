using MediatR;
using UserSystem.Application.Sessions;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Sessions;

/// <summary>Where the caller is logged in, and what happened around it.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Sessions");

        users.MapGet("/sessions", ListSessions)
            .For<ListSessions>("listSessions", "See where one is logged in")
            .Produces<Page<SessionDto>>();

        users.MapDelete("/sessions/{sessionId:guid}", EndSession)
            .For<EndSession>("endSession", "End one of one's own sessions")
            .WithDescription("Ending another session than the one that asks needs a password given within the last ten minutes.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(SessionErrors.ReauthenticationRequired)
            .Refuses(SessionErrors.NotFound);

        users.MapDelete("/sessions/all", EndSessions)
            .For<EndSessions>("endSessions", "End all of one's own sessions")
            .WithDescription("`?exceptCurrent=true` spares the session that asks. Needs a password given within the last ten minutes.")
            .WithMetadata(new QueryMetadata(new HashSet<string> { "exceptCurrent" }))
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(HttpErrors.Malformed)
            .Refuses(SessionErrors.ReauthenticationRequired);

        users.MapGet("/security-events", ListSecurityEvents)
            .For<ListSecurityEvents>("listSecurityEvents", "See one's own security history, newest first")
            .Produces<Page<SecurityEventDto>>();
    }

    private static async Task<IResult> ListSessions(ISender sender, CancellationToken ct) =>
        (await sender.Send(new ListSessions(), ct)).ToHttp();

    private static async Task<IResult> EndSession(Guid sessionId, ISender sender, CancellationToken ct) =>
        (await sender.Send(new EndSession(sessionId), ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> EndSessions(bool? exceptCurrent, ISender sender, CancellationToken ct) =>
        (await sender.Send(new EndSessions(exceptCurrent ?? false), ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> ListSecurityEvents(ISender sender, CancellationToken ct) =>
        (await sender.Send(new ListSecurityEvents(), ct)).ToHttp();
}
