using MediatR;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Attributes;

/// <summary>Other people's attributes: each key says who may see them, and staff changes them.</summary>
internal static class UserAttributeEndpoints
{
    public static void MapUserAttributes(this IEndpointRouteBuilder api)
    {
        var values = api.MapGroup("/users/{userId:guid}/attributes").WithTags("Attributes");

        values.MapGet("", GetValues)
            .For<GetUserAttributeValues>("getUserAttributes", "See somebody's attributes, as far as one may")
            .WithDescription("Each key says who may see its values; what one may not see is left out. Of deleted people, with `users:read` alone.")
            .Takes(AttributeEndpoints.Keys, AttributeEndpoints.AsOf)
            .Produces<AttributeListDto>()
            .Refuses(UserErrors.NotFound);

        values.MapPatch("", ChangeValues)
            .For<ChangeUserAttributeValues>("changeUserAttributes", "Set and take away several of somebody's attributes")
            .WithDescription("All or nothing. Each named value is replaced as a whole; null takes it away. The answer has those that were set.")
            .Accepts<ChangeUserAttributeValues>("application/merge-patch+json", "application/json")
            .Produces<AttributeListDto>()
            .Refuses(CommonErrors.Stale).Refuses(AccessErrors.TargetOutranksCaller).Sets();

        MapOne(values.MapGroup("/{key}"));
    }

    private static void MapOne(RouteGroupBuilder one)
    {
        one.MapGet("", GetValue)
            .For<GetUserAttributeValue>("getUserAttribute", "See one of somebody's attributes")
            .Produces<AttributeDto>().Produces(StatusCodes.Status304NotModified)
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.NotSet).Refuses(UserErrors.NotFound);

        one.MapPut("", SetValue)
            .For<SetUserAttributeValue>("setUserAttribute", "Set one of somebody's attributes")
            .Produces<AttributeDto>().Produces<AttributeDto>(StatusCodes.Status201Created)
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.ValueRequired).Refuses(CommonErrors.Stale)
            .Refuses(AccessErrors.TargetOutranksCaller).Sets();

        one.MapPatch("", MergeValue)
            .For<MergeUserAttributeValue>("mergeUserAttribute", "Change one of somebody's attributes in parts")
            .WithDescription("A JSON Merge Patch (RFC 7396) of `value`: members that are absent stay, null takes one away.")
            .Accepts<MergeUserAttributeValue>("application/merge-patch+json", "application/json")
            .Produces<AttributeDto>().Produces<AttributeDto>(StatusCodes.Status201Created)
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.ValueRequired).Refuses(CommonErrors.Stale).Refuses(AttributeErrors.NotReadable)
            .Refuses(AccessErrors.TargetOutranksCaller).Sets();

        one.MapDelete("", DeleteValue)
            .For<DeleteUserAttributeValue>("deleteUserAttribute", "Take one of somebody's attributes away")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.NotWritable).Refuses(UserErrors.NotFound).Refuses(CommonErrors.Stale)
            .Refuses(AccessErrors.TargetOutranksCaller);

        one.MapGet("/history", GetHistory)
            .For<GetUserAttributeHistory>("getUserAttributeHistory", "See what happened to one of somebody's attributes, newest first")
            .Takes(Paging.Limit, Paging.Cursor)
            .Produces<Page<AttributeChangeDto>>()
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.NoHistory).Refuses(AttributeErrors.NotSet).Refuses(UserErrors.NotFound)
            .Refuses(PageErrors.CursorInvalid);
    }

    private static async Task<IResult> GetValues(Guid userId, HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new GetUserAttributeValues(userId, query.ReadKeys(), query.Read(AttributeEndpoints.AsOf));
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }

    private static async Task<IResult> ChangeValues(
        Guid userId, ChangeUserAttributeValues request, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(request with { UserId = userId, Condition = http.Condition() }, ct)).ToHttp();

    private static async Task<IResult> GetValue(Guid userId, string key, ISender sender, CancellationToken ct) =>
        (await sender.Send(new GetUserAttributeValue(userId, key), ct)).ToHttp();

    private static async Task<IResult> SetValue(
        Guid userId, string key, SetUserAttributeValue request, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(request with { UserId = userId, Key = key, Condition = http.Condition() }, ct)).ToHttp();

    private static async Task<IResult> MergeValue(
        Guid userId, string key, MergeUserAttributeValue request, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(request with { UserId = userId, Key = key, Condition = http.Condition() }, ct)).ToHttp();

    private static async Task<IResult> DeleteValue(Guid userId, string key, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(new DeleteUserAttributeValue(userId, key, http.Condition()), ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> GetHistory(Guid userId, string key, HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new GetUserAttributeHistory(userId, key, query.Page());
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }
}
