using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>Asks what happened to a value of the caller's own, newest first, in parts.</summary>
/// <param name="Key">Under which key.</param>
/// <param name="Page">Which part.</param>
public sealed record GetAttributeHistory(string Key, PageRequest Page) : IQuery<Page<AttributeChangeDto>>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

/// <summary>Asks what happened to a value of anybody's; the handler of the key decides who sees it.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Key">Under which key.</param>
/// <param name="Page">Which part.</param>
public sealed record GetUserAttributeHistory(Guid UserId, string Key, PageRequest Page) : IQuery<Page<AttributeChangeDto>>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Member;
}

internal sealed class GetAttributeHistoryValidator : AbstractValidator<GetAttributeHistory>
{
    public GetAttributeHistoryValidator() => RuleFor(request => request.Page.Limit).PageLimit();
}

internal sealed class GetUserAttributeHistoryValidator : AbstractValidator<GetUserAttributeHistory>
{
    public GetUserAttributeHistoryValidator() => RuleFor(request => request.Page.Limit).PageLimit();
}

internal sealed class GetAttributeHistoryHandler(AttributeViews views, ICaller caller) : IQueryHandler<GetAttributeHistory, Page<AttributeChangeDto>>
{
    public Task<Result<Page<AttributeChangeDto>>> Handle(GetAttributeHistory request, CancellationToken cancellationToken) =>
        views.ListHistoryAsync(caller.UserId, request.Key, request.Page, cancellationToken);
}

internal sealed class GetUserAttributeHistoryHandler(AttributeViews views) : IQueryHandler<GetUserAttributeHistory, Page<AttributeChangeDto>>
{
    public Task<Result<Page<AttributeChangeDto>>> Handle(GetUserAttributeHistory request, CancellationToken cancellationToken) =>
        views.ListHistoryAsync(new UserId(request.UserId), request.Key, request.Page, cancellationToken);
}
