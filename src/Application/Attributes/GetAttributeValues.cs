using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>Asks for the values of the caller's own.</summary>
/// <param name="Keys">Which; null for all.</param>
/// <param name="AsOf">As they stood then, of keys that keep a history; null for the present.</param>
public sealed record GetAttributeValues(IReadOnlyList<string>? Keys, DateTimeOffset? AsOf) : IQuery<AttributeListDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

/// <summary>Asks for the values of anybody's that the caller may see.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Keys">Which; null for all.</param>
/// <param name="AsOf">As they stood then, of keys that keep a history; null for the present.</param>
public sealed record GetUserAttributeValues(Guid UserId, IReadOnlyList<string>? Keys, DateTimeOffset? AsOf) : IQuery<AttributeListDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Member;
}

internal sealed class GetAttributeValuesValidator : AbstractValidator<GetAttributeValues>
{
    public GetAttributeValuesValidator(AttributeCatalog catalog) => RuleForEach(request => request.Keys).Known(catalog);
}

internal sealed class GetUserAttributeValuesValidator : AbstractValidator<GetUserAttributeValues>
{
    public GetUserAttributeValuesValidator(AttributeCatalog catalog) => RuleForEach(request => request.Keys).Known(catalog);
}

internal sealed class GetAttributeValuesHandler(AttributeViews views, ICaller caller) : IQueryHandler<GetAttributeValues, AttributeListDto>
{
    public Task<Result<AttributeListDto>> Handle(GetAttributeValues request, CancellationToken cancellationToken) =>
        views.ListAsync(caller.UserId, request.Keys, request.AsOf, cancellationToken);
}

internal sealed class GetUserAttributeValuesHandler(AttributeViews views) : IQueryHandler<GetUserAttributeValues, AttributeListDto>
{
    public Task<Result<AttributeListDto>> Handle(GetUserAttributeValues request, CancellationToken cancellationToken) =>
        views.ListAsync(new UserId(request.UserId), request.Keys, request.AsOf, cancellationToken);
}
