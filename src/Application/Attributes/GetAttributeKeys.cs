using UserSystem.Application.Pipeline;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Attributes;

/// <summary>Asks for all keys there are.</summary>
public sealed record GetAttributeKeys : IQuery<Page<AttributeKeyDto>>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Member;
}

/// <summary>Asks for one key.</summary>
/// <param name="Key">Which; a key within the open namespace is told as what the namespace says of it.</param>
public sealed record GetAttributeKey(string Key) : IQuery<AttributeKeyDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Member;
}

internal sealed class GetAttributeKeysHandler(AttributeCatalog catalog) : IQueryHandler<GetAttributeKeys, Page<AttributeKeyDto>>
{
    public Task<Result<Page<AttributeKeyDto>>> Handle(GetAttributeKeys request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<Page<AttributeKeyDto>>>(new Page<AttributeKeyDto>([.. catalog.All.Select(AttributeKeyDto.Of)], NextCursor: null));
}

internal sealed class GetAttributeKeyHandler(AttributeCatalog catalog) : IQueryHandler<GetAttributeKey, AttributeKeyDto>
{
    public Task<Result<AttributeKeyDto>> Handle(GetAttributeKey request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<AttributeKeyDto>>(
            (catalog.Find(request.Key) ?? catalog.All.FirstOrDefault(handler => handler.Name == request.Key)) is { } handler
                ? AttributeKeyDto.Of(handler)
                : AttributeErrors.UnknownKey);
}
