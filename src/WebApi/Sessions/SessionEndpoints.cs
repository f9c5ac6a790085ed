using MediatR;
using UserSystem.Application.Sessions;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Sessions;

/// <summary>Where the caller is logged in, and what happened around it.</summary>
internal static class SessionEndpoints
{
    private static readonly QueryParameter<bool> ExceptCurrent = QueryParameter.Flag("exceptCurrent", "`true` spares the session that asks.");

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
            .WithDescription("Needs a password given within the last ten minutes.")
            .Takes(ExceptCurrent)
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(SessionErrors.ReauthenticationRequired);

        users.MapGet("/{userId:guid}/sessions", ListUserSessions)
            .For<ListUserSessions>("listUserSessions", "See where somebody is logged in")
            .Produces<Page<SessionDto>>()
            .Refuses(UserErrors.NotFound);

        users.MapDelete("/{userId:guid}/sessions", EndUserSessions)
            .For<EndUserSessions>("endUserSessions", "End all sessions of somebody")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(UserErrors.NotFound).Refuses(AccessErrors.TargetOutranksCaller).Refuses(CommonErrors.LostRace);

        users.MapDelete("/{userId:guid}/sessions/{sessionId:guid}", EndUserSession)
            .For<EndUserSession>("endUserSession", "End one session of somebody")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(UserErrors.NotFound).Refuses(SessionErrors.NotFound).Refuses(AccessErrors.TargetOutranksCaller).Refuses(CommonErrors.LostRace);

        users.MapGet("/security-events", ListSecurityEvents)
            .For<ListSecurityEvents>("listSecurityEvents", "See one's own security history, newest first")
            .WithDescription("A refresh token that keeps coming back is noted once an hour. Entries go when they are older than the service is set to keep them, a year by default.")
            .Takes(Paging.Limit, Paging.Cursor)
            .Produces<Page<SecurityEventDto>>()
            .Refuses(PageErrors.CursorInvalid);
    }

    private static async Task<IResult> ListSessions(ISender sender, CancellationToken ct) =>
        (await sender.Send(new ListSessions(), ct)).ToHttp();

    private static async Task<IResult> EndSession(Guid sessionId, ISender sender, CancellationToken ct) =>
        (await sender.Send(new EndSession(sessionId), ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> EndSessions(HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new EndSessions(query.Read(ExceptCurrent) ?? false);
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListUserSessions(Guid userId, ISender sender, CancellationToken ct) =>
        (await sender.Send(new ListUserSessions(userId), ct)).ToHttp();

    private static async Task<IResult> EndUserSessions(Guid userId, ISender sender, CancellationToken ct) =>
        (await sender.Send(new EndUserSessions(userId), ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> EndUserSession(Guid userId, Guid sessionId, ISender sender, CancellationToken ct) =>
        (await sender.Send(new EndUserSession(userId, sessionId), ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> ListSecurityEvents(HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new ListSecurityEvents(query.Page());
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }
}
