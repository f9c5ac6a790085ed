using MediatR;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
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
            .Produces<MeDto>().Produces(StatusCodes.Status304NotModified)
            .Refuses(UserErrors.NotFound);

        me.MapPatch("", UpdateMe)
            .For<UpdateMe>("updateMe", "Change one's own record")
            .WithDescription("A JSON Merge Patch (RFC 7396): an absent member stays as it is.")
            .Accepts<UpdateMe>("application/merge-patch+json", "application/json")
            .Produces<MeDto>()
            .Refuses(UserErrors.NotFound).Refuses(CommonErrors.Stale);

        me.MapGet("/terms", GetTerms)
            .For<GetTerms>("getTerms", "See which terms one accepted, newest first")
            .Produces<Page<TermsAcceptanceDto>>();

        me.MapPost("/terms", AcceptTerms)
            .For<AcceptTerms>("acceptTerms", "Accept the terms in force")
            .Produces<TermsAcceptanceDto>()
            .Refuses(UserErrors.NotFound);
    }

    private static async Task<IResult> GetMe(ISender sender, CancellationToken ct) =>
        (await sender.Send(new GetMe(), ct)).ToHttp();

    private static async Task<IResult> UpdateMe(UpdateMe request, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(request with { Condition = http.Condition() }, ct)).ToHttp();

    private static async Task<IResult> GetTerms(ISender sender, CancellationToken ct) =>
        (await sender.Send(new GetTerms(), ct)).ToHttp();

    private static async Task<IResult> AcceptTerms(AcceptTerms request, ISender sender, CancellationToken ct) =>
        (await sender.Send(request, ct)).ToHttp();
}
