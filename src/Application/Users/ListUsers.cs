using System.Globalization;
using System.Text.Json.Serialization;
using FluentValidation;
using UserSystem.Application.Attributes;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>Asks for people, newest first, in parts.</summary>
/// <param name="Filter">Which people.</param>
/// <param name="Page">Which part of them.</param>
public sealed record ListUsers(UserFilter Filter, PageRequest Page) : IQuery<Page<UserSummaryDto>>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.UsersRead);
}

/// <summary>Which people are listed: those for whom everything holds that is not null.</summary>
public sealed record UserFilter
{
    /// <summary>Where they stand.</summary>
    public UserStatus? Status { get; init; }

    /// <summary>Their address, in any case.</summary>
    public string? Email { get; init; }

    /// <summary>Their id in the system that they came from.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Beginnings of words of the name, or the beginning of the address.</summary>
    public string? Search { get; init; }

    /// <summary>The name of a role that they have at present.</summary>
    public string? Role { get; init; }

    /// <summary>Made at this instant or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Made before this instant.</summary>
    public DateTimeOffset? CreatedTo { get; init; }

    /// <summary>Last logged in before this instant; whoever never did counts.</summary>
    public DateTimeOffset? LastLoginBefore { get; init; }

    /// <summary>Which terms they last accepted.</summary>
    public string? TermsVersion { get; init; }

    /// <summary>Whether the terms in force are others than those that they accepted.</summary>
    public bool? TermsOutdated { get; init; }

    /// <summary>Values by keys: those who have all of them, or lists that hold them. Text as in a query.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>The same, read by the handlers of the keys.</summary>
    public IReadOnlyList<AttributeSearch> Sought { get; init; } = [];

    /// <summary>Deleted people too.</summary>
    public bool IncludeDeleted { get; init; }

    /// <summary>Tells one list from another: texts carry their length, so that none can pass for the end of another.</summary>
    internal string ListName => string.Join('|', ((IEnumerable<object?>)
    [
        "users", Status, Length(Email), Length(ExternalId), Length(Search), Length(Role), CreatedFrom?.UtcTicks, CreatedTo?.UtcTicks,
        LastLoginBefore?.UtcTicks, Length(TermsVersion), TermsOutdated, IncludeDeleted,
        .. Sought.Select(static sought => $"{sought.Key}={Length(sought.Value)}"),
    ]).Select(static part => Convert.ToString(part, CultureInfo.InvariantCulture)));

    private static string? Length(string? text) => text is null ? null : $"{text.Length}:{text}";
}

/// <summary>A person in a list.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Email">The address, as it was typed.</param>
/// <param name="FullName">What the person goes by.</param>
/// <param name="Status">Where the person stands.</param>
/// <param name="CreatedAt">When the record was made.</param>
/// <param name="LastLoginAt">When the person last logged in.</param>
/// <param name="ExternalId">The id in the system that the person came from.</param>
/// <param name="DeletedAt">When the person was deleted; absent for everybody else.</param>
public sealed record UserSummaryDto(
    Guid Id, string Email, string? FullName, UserStatus Status, DateTimeOffset CreatedAt, DateTimeOffset? LastLoginAt, string? ExternalId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? DeletedAt = null);

[Explanation(
    "`limit` is less than 1 or more than a page has at most.",
    "Send a smaller `limit`, and take the rest with `nextCursor`.", Code = "limit.out_of_range")]
internal sealed class ListUsersValidator : AbstractValidator<ListUsers>
{
    public ListUsersValidator()
    {
        RuleFor(request => request.Page.Limit).PageLimit();
        RuleFor(request => request.Filter.Email).EmailAddress().OverridePropertyName("email");
        RuleFor(request => request.Filter.ExternalId).Line(ExternalId.MaxLength).OverridePropertyName("externalId");
        RuleFor(request => request.Filter.Search).Line(100).OverridePropertyName("search");
        RuleFor(request => request.Filter.Role).Line(100).OverridePropertyName("role");
        RuleFor(request => request.Filter.TermsVersion).TermsVersion().OverridePropertyName("termsVersion");
    }
}

internal sealed class ListUsersHandler(IUserReader users, AttributeSearches searches, Pages pages) : IQueryHandler<ListUsers, Page<UserSummaryDto>>
{
    public async Task<Result<Page<UserSummaryDto>>> Handle(ListUsers request, CancellationToken cancellationToken)
    {
        var read = await SeekAsync(request.Filter, cancellationToken);
        return read.Error is { } refused ? refused : await pages.CutAsync(
            request.Page, read.Value.ListName, (after, limit, ct) => users.ListAsync(read.Value, after, limit, ct),
            static user => new Position(user.CreatedAt, user.Id), cancellationToken);
    }

    private async ValueTask<Result<UserFilter>> SeekAsync(UserFilter filter, CancellationToken ct)
    {
        if (filter.Attributes is not { Count: > 0 } wanted)
        {
            return filter;
        }

        List<AttributeSearch> sought = [];
        List<Fault> faults = [];
        foreach (var (key, value) in wanted.OrderBy(static each => each.Key, StringComparer.Ordinal))
        {
            var at = new AttributeFaults($"attribute.{key}");
            var read = await searches.ReadAsync(key, value, at, ct);
            if (read.Error is { Kind: ErrorKind.Forbidden } forbidden)
            {
                return forbidden;
            }

            faults.AddRange(read.Error is { } error ? [new Fault($"attribute.{key}", error.Code, error.Message)] : at.Found);
            if (read.Error is null)
            {
                sought.Add(read.Value);
            }
        }

        return faults.Count > 0 ? new ValidationError(faults) : filter with { Sought = sought };
    }
}
