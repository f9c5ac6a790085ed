using MediatR;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Attributes;

/// <summary>The caller's own attributes, and which keys there are.</summary>
internal static class AttributeEndpoints
{
    public static readonly QueryParameter<string> Keys = QueryParameter.Text("keys", "Only these keys, separated by commas.", "onboarding_milestones,custom.team", 8192);

    public static readonly QueryParameter<DateTimeOffset> AsOf = QueryParameter.Instant(
        "asOf", "The values as they stood at this instant, of keys that keep a history.");

    private static readonly QueryParameter<string> Value = QueryParameter.Text(
        "value", "The value, or an element where values are lists. Text, or JSON where the key has other values than text.", "vip", 16 * 1024, isRequired: true);

    public static void MapAttributes(this IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/users/attributes").WithTags("Attributes");

        own.MapGet("", GetValues)
            .For<GetAttributeValues>("getAttributes", "See one's own attributes")
            .WithDescription("Those that one may see, in the order of their keys.")
            .Takes(Keys, AsOf)
            .Produces<AttributeListDto>()
            .Refuses(UserErrors.NotFound);

        own.MapPatch("", ChangeValues)
            .For<ChangeAttributeValues>("changeAttributes", "Set and take away several of one's own attributes")
            .WithDescription("All or nothing. Each named value is replaced as a whole; null takes it away. The answer has those that were set.")
            .Accepts<ChangeAttributeValues>("application/merge-patch+json", "application/json")
            .Produces<AttributeListDto>()
            .Refuses(CommonErrors.Stale).Sets();

        MapOne(own.MapGroup("/{key}"));
        MapKeys(api.MapGroup("/attribute-keys").WithTags("Attributes"));
    }

    /// <summary>What setting a value may refuse, whoever sets it.</summary>
    public static RouteHandlerBuilder Sets(this RouteHandlerBuilder endpoint) => endpoint
        .Refuses(UserErrors.NotFound).Refuses(AttributeErrors.NotWritable).Refuses(AttributeErrors.ValueTaken)
        .Refuses(AttributeErrors.TooMany).Refuses(AttributeErrors.StorageFull).Refuses(ValueFaults.OfValues);

    /// <summary>The answer to a value that was set: 201 where there was none before.</summary>
    public static IResult ToHttp(this Result<AttributeWritten> written) => written.Error is { } error
        ? error.ToHttp()
        : ((Result<AttributeDto>)written.Value.Attribute).ToHttp(written.Value.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);

    /// <summary>The keys that a query names.</summary>
    public static IReadOnlyList<string>? ReadKeys(this QueryReader query) => query.Read(Keys)?.Split(',');

    private static void MapOne(RouteGroupBuilder one)
    {
        one.MapGet("", GetValue)
            .For<GetAttributeValue>("getAttribute", "See one of one's own attributes")
            .WithDescription("Where nothing is set, the default of the key is shown with `isDefault: true`, if it has one.")
            .Produces<AttributeDto>().Produces(StatusCodes.Status304NotModified)
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.NotSet).Refuses(UserErrors.NotFound);

        one.MapPut("", SetValue)
            .For<SetAttributeValue>("setAttribute", "Set one of one's own attributes")
            .WithDescription("Setting what is there already changes nothing, not even the version.")
            .Produces<AttributeDto>().Produces<AttributeDto>(StatusCodes.Status201Created)
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.ValueRequired).Refuses(CommonErrors.Stale).Sets();

        one.MapPatch("", MergeValue)
            .For<MergeAttributeValue>("mergeAttribute", "Change one of one's own attributes in parts")
            .WithDescription("A JSON Merge Patch (RFC 7396) of `value`: members that are absent stay, null takes one away.")
            .Accepts<MergeAttributeValue>("application/merge-patch+json", "application/json")
            .Produces<AttributeDto>().Produces<AttributeDto>(StatusCodes.Status201Created)
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.ValueRequired).Refuses(CommonErrors.Stale).Refuses(AttributeErrors.NotReadable).Sets();

        one.MapDelete("", DeleteValue)
            .For<DeleteAttributeValue>("deleteAttribute", "Take one of one's own attributes away")
            .WithDescription("Where there is none, that is fine.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.NotWritable).Refuses(UserErrors.NotFound).Refuses(CommonErrors.Stale);

        one.MapGet("/history", GetHistory)
            .For<GetAttributeHistory>("getAttributeHistory", "See what happened to one of one's own attributes, newest first")
            .Takes(Paging.Limit, Paging.Cursor)
            .Produces<Page<AttributeChangeDto>>()
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.NoHistory).Refuses(AttributeErrors.NotSet).Refuses(UserErrors.NotFound)
            .Refuses(PageErrors.CursorInvalid);
    }

    private static void MapKeys(RouteGroupBuilder keys)
    {
        keys.MapGet("", GetKeys)
            .For<GetAttributeKeys>("getAttributeKeys", "See which attribute keys there are")
            .WithDescription("Each with what it means, the JSON Schema of its values, and who may see and change them.")
            .Produces<Page<AttributeKeyDto>>();

        keys.MapGet("/{key}", GetKey)
            .For<GetAttributeKey>("getAttributeKey", "See one attribute key")
            .Produces<AttributeKeyDto>()
            .Refuses(AttributeErrors.UnknownKey);

        keys.MapGet("/{key}/users", FindHolders)
            .For<FindAttributeHolders>("findAttributeHolders", "See who has a value")
            .WithDescription("People who came last first. Where values are lists, those whose list has the value.")
            .Takes(Value, Paging.Limit, Paging.Cursor)
            .Produces<Page<AttributeHolderDto>>()
            .Refuses(AttributeErrors.UnknownKey).Refuses(AttributeErrors.NotSearchable).Refuses(AttributeErrors.NotReadable)
            .Refuses(PageErrors.CursorInvalid);
    }

    private static async Task<IResult> GetValues(HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new GetAttributeValues(query.ReadKeys(), query.Read(AsOf));
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }

    private static async Task<IResult> ChangeValues(ChangeAttributeValues request, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(request with { Condition = http.Condition() }, ct)).ToHttp();

    private static async Task<IResult> GetValue(string key, ISender sender, CancellationToken ct) =>
        (await sender.Send(new GetAttributeValue(key), ct)).ToHttp();

    private static async Task<IResult> SetValue(string key, SetAttributeValue request, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(request with { Key = key, Condition = http.Condition() }, ct)).ToHttp();

    private static async Task<IResult> MergeValue(string key, MergeAttributeValue request, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(request with { Key = key, Condition = http.Condition() }, ct)).ToHttp();

    private static async Task<IResult> DeleteValue(string key, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(new DeleteAttributeValue(key, http.Condition()), ct)).ToHttp(StatusCodes.Status204NoContent);

    private static async Task<IResult> GetHistory(string key, HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new GetAttributeHistory(key, query.Page());
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }

    private static async Task<IResult> GetKeys(ISender sender, CancellationToken ct) =>
        (await sender.Send(new GetAttributeKeys(), ct)).ToHttp();

    private static async Task<IResult> GetKey(string key, ISender sender, CancellationToken ct) =>
        (await sender.Send(new GetAttributeKey(key), ct)).ToHttp();

    private static async Task<IResult> FindHolders(string key, HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new FindAttributeHolders(key, query.Read(Value), query.Page());
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }
}
