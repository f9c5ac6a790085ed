using MediatR;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Accounts;

/// <summary>What other services need to verify access tokens by themselves.</summary>
internal static class TokenKeyEndpoints
{
    public static void MapTokenKeys(this IEndpointRouteBuilder app)
    {
        var wellKnown = app.MapGroup("/.well-known").WithTags("Accounts");

        wellKnown.MapGet("/jwks.json", GetJwks)
            .For<GetJwks>("getJwks", "The public keys of access tokens")
            .Produces<JwksDto>().Refuses(CommonErrors.Busy);

        wellKnown.MapGet("/openid-configuration", GetDiscovery)
            .For<GetDiscovery>("getDiscovery", "Who issues access tokens, and where the keys are")
            .Produces<DiscoveryDto>();
    }

    private static async Task<IResult> GetJwks(ISender sender, HttpResponse response, CancellationToken ct) =>
        Cached(response, await sender.Send(new GetJwks(), ct)).ToHttp();

    private static async Task<IResult> GetDiscovery(ISender sender, HttpResponse response, CancellationToken ct) =>
        Cached(response, await sender.Send(new GetDiscovery(), ct)).ToHttp();

    // A key is published a day before it signs: an hour in a cache does no harm.
    private static Result<T> Cached<T>(HttpResponse response, Result<T> result)
    {
        if (result.Error is null)
        {
            response.Headers.CacheControl = "public, max-age=3600";
        }

        return result;
    }
}
