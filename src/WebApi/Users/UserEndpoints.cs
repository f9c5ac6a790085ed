using MediatR;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Users;

/// <summary>People, for those who look after them.</summary>
internal static class UserEndpoints
{
    private static readonly QueryParameter<UserStatus> Status = QueryParameter.Word<UserStatus>("status", "Only people who stand there.");

    private static readonly QueryParameter<string> Email = QueryParameter.Text("email", "Only whoever has this address, in any case.", "ann@example.org", EmailAddress.MaxLength);

    private static readonly QueryParameter<string> ExternalId = QueryParameter.Text(
        "externalId", "Only whoever has this id in the system that they came from.", "crm-4711", Domain.Users.ExternalId.MaxLength);

    private static readonly QueryParameter<string> Search = QueryParameter.Text(
        "search", "Only people of whose name each of these words begins a word, or whose address begins with this.", "ann exam", 100);

    private static readonly QueryParameter<string> Role = QueryParameter.Text("role", "Only people who have the role of this name at present.", "admin", 100);

    private static readonly QueryParameter<DateTimeOffset> CreatedFrom = QueryParameter.Instant("createdFrom", "Only people made at this instant or later.");

    private static readonly QueryParameter<DateTimeOffset> CreatedTo = QueryParameter.Instant("createdTo", "Only people made before this instant.");

    private static readonly QueryParameter<DateTimeOffset> LastLoginBefore = QueryParameter.Instant(
        "lastLoginBefore", "Only people who have not logged in since this instant, or never.");

    private static readonly QueryParameter<string> TermsVersion = QueryParameter.Text(
        "termsVersion", "Only people who last accepted these terms.", "v1.0", Domain.Users.TermsVersion.MaxLength);

    private static readonly QueryParameter<bool> TermsOutdated = QueryParameter.Flag(
        "termsOutdated", "`true`: only people who did not accept the terms in force; `false`: only those who did.");

    private static readonly QueryParameter<bool> IncludeDeleted = QueryParameter.Flag("includeDeleted", "`true` shows deleted people too, until they are purged.");

    private static readonly QueryParameter<string> Attribute = QueryParameter.Texts(
        "attribute.", "{key}", "Only people who have this value under the key, or a list with it: `attribute.custom.team=blue`. Several must all hold. They come in the falling order of their ids, the newest first as the ids tell it.", "blue", 16 * 1024);

    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");

        users.MapGet("", ListUsers)
            .For<ListUsers>("listUsers", "See people, newest first")
            .WithDescription("A page costs the same at the beginning and at the end; there is no total, for counting would cost more than showing.")
            .Takes(
                Paging.Limit, Paging.Cursor, Status, Email, ExternalId, Search, Role, CreatedFrom, CreatedTo, LastLoginBefore, TermsVersion,
                TermsOutdated, Attribute, IncludeDeleted)
            .Produces<Page<UserSummaryDto>>()
            .Refuses(PageErrors.CursorInvalid).Refuses(AttributeErrors.NotReadable);

        users.MapPost("", CreateUser)
            .For<CreateUser>("createUser", "Bring somebody in")
            .WithDescription("Without a password the person is mailed a link to set one, whose token `resetPassword` takes.")
            .Produces<UserDto>(StatusCodes.Status201Created)
            .Refuses(UserErrors.EmailTaken).Refuses(UserErrors.ExternalIdTaken).Refuses(CommonErrors.LostRace).Refuses(CommonErrors.Busy)
            .Refuses(AttributeErrors.NotWritable).Refuses(AttributeErrors.ValueTaken).Refuses(ValueFaults.OfValues);

        var user = users.MapGroup("/{userId:guid}");

        user.MapGet("", GetUser)
            .For<GetUser>("getUser", "See somebody's record")
            .WithDescription(
                "Deleted people are shown too, with the days until their data goes for good. `include` shows more in the same answer: "
                + "attributes as far as one may see them; profile and preferences need `profiles:read`.")
            .Takes(Include.Parts)
            .Produces<UserDto>().Produces(StatusCodes.Status304NotModified)
            .Refuses(UserErrors.NotFound);

        user.MapPatch("", UpdateUser)
            .For<UpdateUser>("updateUser", "Change somebody's record")
            .WithDescription("A JSON Merge Patch (RFC 7396): an absent member stays as it is. Another address is proven by mail; the old one is told, and all sessions end.")
            .Accepts<UpdateUser>("application/merge-patch+json", "application/json")
            .Refuses(UserErrors.EmailTaken).Refuses(UserErrors.ExternalIdTaken).Changes();

        user.MapDelete("", DeleteUser)
            .For<DeleteUser>("deleteUser", "Delete somebody")
            .WithDescription("They can be restored until the data goes for good; a mail tells them how. All sessions end at once.")
            .Refuses(AccessErrors.LastAdministrator).Changes();

        user.MapPost("/suspend", SuspendUser)
            .For<SuspendUser>("suspendUser", "Keep an active person out; all sessions end at once")
            .Refuses(AccessErrors.LastAdministrator).Changes();

        user.MapPost("/reactivate", ReactivateUser)
            .For<ReactivateUser>("reactivateUser", "Let a suspended person in again")
            .Changes();

        user.MapPost("/restore", RestoreUser)
            .For<RestoreUser>("restoreUser", "Bring a deleted person back")
            .Refuses(UserErrors.RestoreTooLate).Changes();
    }

    // What every change of a person by staff may answer.
    private static void Changes(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<UserDto>()
        .Refuses(UserErrors.NotFound).Refuses(UserErrors.InvalidTransition).Refuses(AccessErrors.TargetOutranksCaller)
        .Refuses(CommonErrors.Stale).Refuses(CommonErrors.LostRace);

    private static async Task<IResult> CreateUser(CreateUser request, HttpResponse response, ISender sender, CancellationToken ct)
    {
        var created = await sender.Send(request, ct);
        if (created.Error is null)
        {
            response.Headers.Location = $"/api/v1/users/{created.Value.Id}";
        }

        return created.ToHttp(StatusCodes.Status201Created);
    }

    private static async Task<IResult> GetUser(Guid userId, HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new GetUser(userId, query.Read(Include.Parts) ?? UserParts.None);
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp();
    }

    private static async Task<IResult> UpdateUser(Guid userId, UpdateUser request, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(request with { UserId = userId, Condition = http.Condition() }, ct)).ToHttp();

    private static async Task<IResult> DeleteUser(Guid userId, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(new DeleteUser(userId, http.Condition()), ct)).ToHttp();

    private static async Task<IResult> SuspendUser(Guid userId, SuspendUser request, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(request with { UserId = userId, Condition = http.Condition() }, ct)).ToHttp();

    private static async Task<IResult> ReactivateUser(Guid userId, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(new ReactivateUser(userId, http.Condition()), ct)).ToHttp();

    private static async Task<IResult> RestoreUser(Guid userId, HttpRequest http, ISender sender, CancellationToken ct) =>
        (await sender.Send(new RestoreUser(userId, http.Condition()), ct)).ToHttp();

    private static async Task<IResult> ListUsers(HttpRequest http, ISender sender, CancellationToken ct)
    {
        var query = new QueryReader(http);
        var request = new ListUsers(
            new UserFilter
            {
                Status = query.Read(Status),
                Email = query.Read(Email),
                ExternalId = query.Read(ExternalId),
                Search = query.Read(Search),
                Role = query.Read(Role),
                CreatedFrom = query.Read(CreatedFrom),
                CreatedTo = query.Read(CreatedTo),
                LastLoginBefore = query.Read(LastLoginBefore),
                TermsVersion = query.Read(TermsVersion),
                TermsOutdated = query.Read(TermsOutdated),
                Attributes = query.ReadAll(Attribute),
                IncludeDeleted = query.Read(IncludeDeleted) ?? false,
            },
            query.Page());
        return query.Error?.ToHttp() ?? (await sender.Send(request, ct)).ToHttp(write: UserPageJson.Write);
    }
}
