using MediatR;
using UserSystem.Application.Attributes;
using UserSystem.Application.Invitations;
using UserSystem.Application.Roles;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Invitations;

/// <summary>Inviting people, and what comes of it.</summary>
internal static class InvitationEndpoints
{
    private static readonly QueryParameter<Guid> InviterId = QueryParameter.Id("inviterId", "Only what this person sent; with `invitations:read` anybody may be named.");

    private static readonly QueryParameter<InvitationStatus> Status = QueryParameter.Word<InvitationStatus>("status", "Only invitations that stand there.");

    private static readonly QueryParameter<DateTimeOffset> From = QueryParameter.Instant("from", "Only invitations made at this instant or later.");

    private static readonly QueryParameter<DateTimeOffset> To = QueryParameter.Instant("to", "Only invitations made before this instant.");

    private static readonly QueryParameter<int> Depth = QueryParameter.Number("depth", "How many generations to bring.", 1, Application.Invitations.ListInvitees.MaxDepth, 1);

    public static void MapInvitations(this IEndpointRouteBuilder api)
    {
        var invitations = api.MapGroup("/invitations").WithTags("Invitations");

        invitations.MapPost("", CreateInvitation)
            .For<CreateInvitation>("createInvitation", "Invite somebody")
            .WithDescription(
                "With `email` the secret travels by mail alone: `token` and `url` are null, and whoever signs up with it has proven the address. Without, "
                + "the open link stands in this answer and nowhere else. The answer does not tell whether the address has an account; its owner gets "
                + "another mail. Without `invitations:bulk`, 20 may be open and 50 made in a day. To invite to roles one needs `roles:assign`, "
                + "everything that the roles allow, and a password given within the last ten minutes; who loses that right takes the invitation with it. "
                + "The same holds for attributes that people cannot give themselves at sign-up, with `attributes:write`.")
            .Produces<InvitationDto>(StatusCodes.Status201Created)
            .Refuses(InvitationErrors.TooManyOpen).Refuses(InvitationErrors.TooManyToday(TimeSpan.FromHours(1)))
            .Refuses(AccessErrors.GivesMoreThanHeld).Refuses(SessionErrors.ReauthenticationRequired).Refuses(AccessFaults.UnknownRole)
            .Refuses(AttributeErrors.NotWritable).Refuses(ValueFaults.OfValues);

        invitations.MapPost("/bulk", CreateInvitations)
            .For<CreateInvitations>("createInvitations", "Invite many")
            .WithDescription(
                "1 to 1,000. Each entry has an outcome of its own, in the same order; those that are made are made together. Of entries to one address "
                + "the first counts.")
            .Produces<InvitationOutcomesDto>(StatusCodes.Status201Created)
            .Refuses(SessionErrors.ReauthenticationRequired);

        invitations.MapGet("", ListInvitations)
            .For<ListInvitations>("listInvitations", "See invitations, newest first")
            .WithDescription("One's own; with `invitations:read`, another person's by `inviterId`.")
            .Takes(Paging.Limit, Paging.Cursor, InviterId, Status)
            .Produces<Page<InvitationDto>>()
            .Refuses(new MissingPermissionError(Permissions.InvitationsRead)).Refuses(PageErrors.CursorInvalid);

        invitations.MapPost("/lookup", LookUpInvitation)
            .For<LookUpInvitation>("lookUpInvitation", "See who invites, with the secret of an invitation")
            .WithDescription("Spends nothing.")
            .Produces<InvitationPreviewDto>()
            .Refuses(InvitationErrors.Invalid).Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1)));

        invitations.MapGet("/analytics", AnalyseInvitations)
            .For<AnalyseInvitations>("analyseInvitations", "See what came of invitations")
            .WithDescription(
                "Of one's own; with `analytics:read`, of everybody's, with who brought most people. Somebody has joined when the address is proven. "
                + "Invitations go with whoever sent them, once that person's data goes for good.")
            .Takes(From, To)
            .Produces<InvitationAnalyticsDto>();

        var invitation = invitations.MapGroup("/{invitationId:guid}");

        invitation.MapGet("", GetInvitation)
            .For<GetInvitation>("getInvitation", "See an invitation")
            .WithDescription("One's own; with `invitations:read`, anybody's.")
            .Produces<InvitationDto>().Produces(StatusCodes.Status304NotModified)
            .Refuses(InvitationErrors.NotFound);

        invitation.MapDelete("", RevokeInvitation)
            .For<RevokeInvitation>("revokeInvitation", "Take an open invitation of one's own back")
            .WithDescription("Whoever has signed up with it stays.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(InvitationErrors.NotFound).Refuses(InvitationErrors.NotPending).Refuses(CommonErrors.Stale);

        invitation.MapPost("/resend", ResendInvitation)
            .For<ResendInvitation>("resendInvitation", "Mail an open invitation of one's own again")
            .WithDescription("It is good as long again as it was before, up to 30 days after it was made. The new mail brings a new secret, with which the one before dies; to one address goes one such mail a minute.")
            .Produces<InvitationDto>()
            .Refuses(InvitationErrors.NotFound).Refuses(InvitationErrors.NotPending).Refuses(InvitationErrors.NotMailed).Refuses(CommonErrors.Stale);

        api.MapGet("/users/{userId:guid}/invitees", ListInvitees)
            .WithTags("Invitations")
            .For<ListInvitees>("listInvitees", "See who came by somebody's invitations, by theirs, and so on")
            .WithDescription("One's own; with `users:read`, anybody's. At most 1,000 people, the nearest first.")
            .Takes(Depth)
            .Produces<InviteesDto>()
            .Refuses(new MissingPermissionError(Permissions.UsersRead)).Refuses(UserErrors.NotFound);
    }

    private static async Task<IResult> CreateInvitation(CreateInvitation request, HttpResponse response, ISender sender, CancellationToken ct)
    {
        var created = await sender.Send(request, ct);
        if (created.Error is null)
        {
            response.Headers.Location = $"/api/v1/invitations/{created.Value.Id}";

            // A secret stands in it, which no cache keeps.
            response.Headers.CacheControl = "no-store";
        }

        return created.ToHttp(StatusCodes.Status201Created);
    }

    private static async Task<IResult> CreateInvitations(CreateInvitations request, HttpResponse response, ISender sender, CancellationToken ct)
    {
        var created = await sender.Send(request, ct);
        if (created.Error is null)
        {
            response.Headers.Location = "/api/v1/invitations";
        }

        return created.ToHttp(StatusCodes.Status201Created);
    }

    private static async Task<IResult> LookUpInvitation(LookUpInvitation request, ISender sender, CancellationToken ct) => (await sender.Send(request, ct)).ToHttp();

    private static async Task<IResult> GetInvitation(Guid invitationId, ISender sender, CancellationToken ct) =>
        (await sender.Send(new GetInvitation(invitationId), ct)).ToHttp();

    private static async Task<IResult> RevokeInvitation(Guid invitationId, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(new RevokeInvitation(invitationId, http.Condition()), ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> ResendInvitation(Guid invitationId, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(new ResendInvitation(invitationId, http.Condition()), ct)).ToHttp();

    private static async Task<IResult> ListInvitations(HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new ListInvitations(query.Read(InviterId), query.Read(Status), query.Page());
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }

    private static async Task<IResult> AnalyseInvitations(HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new AnalyseInvitations(query.Read(From), query.Read(To));
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }

    private static async Task<IResult> ListInvitees(Guid userId, HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new ListInvitees(userId, query.Read(Depth));
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }
}
