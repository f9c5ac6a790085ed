using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>Takes a value of the caller's own away; where there is none, that is fine.</summary>
/// <param name="Key">Under which key.</param>
/// <param name="Condition">In which version it has to be.</param>
public sealed record DeleteAttributeValue(string Key, VersionCondition? Condition) : ICommand, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

/// <summary>Takes a value of somebody else's away, by staff.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Key">Under which key.</param>
/// <param name="Condition">In which version it has to be.</param>
public sealed record DeleteUserAttributeValue(Guid UserId, string Key, VersionCondition? Condition) : ICommand, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.AttributesWrite);
}

internal sealed class DeleteAttributeValueHandler(AttributeEditor editor, ICaller caller) : ICommandHandler<DeleteAttributeValue>
{
    public Task<Result> Handle(DeleteAttributeValue request, CancellationToken cancellationToken) =>
        editor.DeleteAsync(caller.UserId, request.Key, request.Condition, cancellationToken);
}

internal sealed class DeleteUserAttributeValueHandler(AttributeEditor editor) : ICommandHandler<DeleteUserAttributeValue>
{
    public Task<Result> Handle(DeleteUserAttributeValue request, CancellationToken cancellationToken) =>
        editor.DeleteAsync(new UserId(request.UserId), request.Key, request.Condition, cancellationToken);
}
