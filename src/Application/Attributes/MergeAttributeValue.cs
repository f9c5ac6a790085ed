using System.Text.Json;
using System.Text.Json.Serialization;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>Changes a value of the caller's own in parts (RFC 7396): members that are absent stay, null takes one away.</summary>
public sealed record MergeAttributeValue : ICommand<AttributeWritten>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;

    /// <summary>What of the value becomes another.</summary>
    public JsonElement Value { get; init; }

    /// <summary>Under which key.</summary>
    [JsonIgnore]
    public string Key { get; init; } = "";

    /// <inheritdoc/>
    [JsonIgnore]
    public VersionCondition? Condition { get; init; }
}

/// <summary>Changes a value of somebody else's in parts (RFC 7396), by staff.</summary>
public sealed record MergeUserAttributeValue : ICommand<AttributeWritten>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.AttributesWrite);

    /// <summary>What of the value becomes another.</summary>
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

internal sealed class MergeAttributeValueHandler(AttributeEditor editor, ICaller caller) : ICommandHandler<MergeAttributeValue, AttributeWritten>
{
    public Task<Result<AttributeWritten>> Handle(MergeAttributeValue request, CancellationToken cancellationToken) =>
        editor.MergeAsync(caller.UserId, request.Key, request.Value, request.Condition, cancellationToken);
}

internal sealed class MergeUserAttributeValueHandler(AttributeEditor editor) : ICommandHandler<MergeUserAttributeValue, AttributeWritten>
{
    public Task<Result<AttributeWritten>> Handle(MergeUserAttributeValue request, CancellationToken cancellationToken) =>
        editor.MergeAsync(new UserId(request.UserId), request.Key, request.Value, request.Condition, cancellationToken);
}
