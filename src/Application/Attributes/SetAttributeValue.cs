using System.Text.Json;
using System.Text.Json.Serialization;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>Sets a value of the caller's own.</summary>
public sealed record SetAttributeValue : ICommand<AttributeWritten>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;

    /// <summary>The value; which JSON it may be says the catalogue.</summary>
    public JsonElement Value { get; init; }

    /// <summary>Under which key.</summary>
    [JsonIgnore]
    public string Key { get; init; } = "";

    /// <inheritdoc/>
    [JsonIgnore]
    public VersionCondition? Condition { get; init; }
}

/// <summary>Sets a value of somebody else's, by staff.</summary>
public sealed record SetUserAttributeValue : ICommand<AttributeWritten>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.AttributesWrite);

    /// <summary>The value; which JSON it may be says the catalogue.</summary>
    public JsonElement Value { get; init; }

    /// <summary>Whose.</summary>
    [JsonIgnore]
    public Guid UserId { get; init; }

    /// <summary>Under which key.</summary>
    [JsonIgnore]
    public string Key { get; init; } = "";

    /// <inheritdoc/>
    [JsonIgnore]
    public VersionCondition? Condition { get; init; }
}

internal sealed class SetAttributeValueHandler(AttributeEditor editor, ICaller caller) : ICommandHandler<SetAttributeValue, AttributeWritten>
{
    public Task<Result<AttributeWritten>> Handle(SetAttributeValue request, CancellationToken cancellationToken) =>
        editor.SetAsync(caller.UserId, request.Key, request.Value, request.Condition, cancellationToken);
}

internal sealed class SetUserAttributeValueHandler(AttributeEditor editor) : ICommandHandler<SetUserAttributeValue, AttributeWritten>
{
    public Task<Result<AttributeWritten>> Handle(SetUserAttributeValue request, CancellationToken cancellationToken) =>
        editor.SetAsync(new UserId(request.UserId), request.Key, request.Value, request.Condition, cancellationToken);
}
