using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>Asks for one value of the caller's own.</summary>
/// <param name="Key">Under which key.</param>
public sealed record GetAttributeValue(string Key) : IQuery<AttributeDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

/// <summary>Asks for one value of anybody's; the handler of the key decides who sees it.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Key">Under which key.</param>
public sealed record GetUserAttributeValue(Guid UserId, string Key) : IQuery<AttributeDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Member;
}

internal sealed class GetAttributeValueHandler(AttributeViews views, ICaller caller) : IQueryHandler<GetAttributeValue, AttributeDto>
{
    public Task<Result<AttributeDto>> Handle(GetAttributeValue request, CancellationToken cancellationToken) =>
        views.FindAsync(caller.UserId, request.Key, cancellationToken);
}

internal sealed class GetUserAttributeValueHandler(AttributeViews views) : IQueryHandler<GetUserAttributeValue, AttributeDto>
{
    public Task<Result<AttributeDto>> Handle(GetUserAttributeValue request, CancellationToken cancellationToken) =>
        views.FindAsync(new UserId(request.UserId), request.Key, cancellationToken);
}
