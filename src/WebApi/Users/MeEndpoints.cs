using MediatR;
using Microsoft.AspNetCore.Mvc;
using UserSystem.Application.Accounts;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Accounts;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Users;

/// <summary>The caller's own record.</summary>
internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/users/me").WithTags("Users");

        me.MapGet("", GetMe)
            .For<GetMe>("getMe", "See one's own record")
            .WithDescription("`include` shows more in the same answer; it comes from the database together.")
            .Takes(Include.Parts)
            .Produces<MeDto>().Produces(StatusCodes.Status304NotModified)
            .Refuses(UserErrors.NotFound);

        me.MapPatch("", UpdateMe)
            .For<UpdateMe>("updateMe", "Change one's own record")
            .WithDescription("A JSON Merge Patch (RFC 7396): an absent member stays as it is.")
            .Accepts<UpdateMe>("application/merge-patch+json", "application/json")
            .Produces<MeDto>()
            .Refuses(UserErrors.NotFound).Refuses(CommonErrors.Stale);

        MapLeaving(me);

        me.MapGet("/terms", GetTerms)
            .For<GetTerms>("getTerms", "See which terms one accepted, newest first")
            .Produces<Page<TermsAcceptanceDto>>();

        me.MapPost("/terms", AcceptTerms)
            .For<AcceptTerms>("acceptTerms", "Accept the terms in force")
            .Produces<TermsAcceptanceDto>()
            .Refuses(UserErrors.NotFound);
    }

    private static void MapLeaving(IEndpointRouteBuilder me)
    {
        me.MapPost("/email", ChangeEmail)
            .For<ChangeEmail>("changeEmail", "Move to another e-mail address, once it is proven")
            .WithDescription(
                "The new address gets a link, whose token `verifyEmail` takes; until then the address stands in `pendingEmail`. The answer is the same for an address that has an "
                + "account, whose owner gets a mail instead. With the change all sessions end but that whose access token comes with `verifyEmail`, and the address before gets a link that takes it "
                + "back within 72 hours. " + OwnPasswordText.Description)
            .Produces(StatusCodes.Status202Accepted)
            .Refuses(AccountFaults.All).Refuses(SessionErrors.ReauthenticationRequired).Refuses(UserErrors.NotFound).Refuses(CommonErrors.LostRace)
            .Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1))).Refuses(CommonErrors.Busy);

        me.MapDelete("", DeleteMe)
            .For<DeleteMe>("deleteMe", "Delete one's own account; a mail tells until when it can be restored")
            .WithDescription("All sessions end, and every link that was mailed before is void. `restoreMe` takes the token in the mail. " + OwnPasswordText.Description)
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(AccountFaults.All).Refuses(SessionErrors.ReauthenticationRequired).Refuses(UserErrors.NotFound).Refuses(AccessErrors.LastAdministrator)
            .Refuses(CommonErrors.LostRace)
            .Refuses(SessionErrors.TooManyAttempts(TimeSpan.FromMinutes(1))).Refuses(CommonErrors.Busy);
    }

    private static async Task<IResult> ChangeEmail(ChangeEmail request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp(StatusCodes.Status202Accepted);

    private static async Task<IResult> DeleteMe([FromBody] DeleteMe request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> GetMe(HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new GetMe(query.Read(Include.Parts) ?? UserParts.None);
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }

    private static async Task<IResult> UpdateMe(UpdateMe request, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(request with { Condition = http.Condition() }, ct)).ToHttp();

    private static async Task<IResult> GetTerms(ISender sender, CancellationToken ct) =>
        (await sender.Send(new GetTerms(), ct)).ToHttp();

    private static async Task<IResult> AcceptTerms(AcceptTerms request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp();
}
