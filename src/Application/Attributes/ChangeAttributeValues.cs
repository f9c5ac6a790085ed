using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>Sets and takes away several values of the caller's own, all of them or none.</summary>
public sealed record ChangeAttributeValues : ICommand<AttributeListDto>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;

    /// <summary>Each named value is replaced as a whole; null takes it away.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Values { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public VersionCondition? Condition { get; init; }
}

/// <summary>Sets and takes away several values of somebody else's, all of them or none, by staff.</summary>
public sealed record ChangeUserAttributeValues : ICommand<AttributeListDto>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.AttributesWrite);

    /// <summary>Each named value is replaced as a whole; null takes it away.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Values { get; init; }

    /// <summary>Whose.</summary>
    [JsonIgnore]
    public Guid UserId { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public VersionCondition? Condition { get; init; }
}

internal sealed class ChangeAttributeValuesValidator : AbstractValidator<ChangeAttributeValues>
{
    public ChangeAttributeValuesValidator() => RuleFor(request => request.Values).Given();
}

internal sealed class ChangeUserAttributeValuesValidator : AbstractValidator<ChangeUserAttributeValues>
{
    public ChangeUserAttributeValuesValidator() => RuleFor(request => request.Values).Given();
}

internal sealed class ChangeAttributeValuesHandler(AttributeEditor editor, ICaller caller) : ICommandHandler<ChangeAttributeValues, AttributeListDto>
{
    public Task<Result<AttributeListDto>> Handle(ChangeAttributeValues request, CancellationToken cancellationToken) =>
        editor.ChangeAsync(caller.UserId, request.Values!, request.Condition, cancellationToken);
}

internal sealed class ChangeUserAttributeValuesHandler(AttributeEditor editor) : ICommandHandler<ChangeUserAttributeValues, AttributeListDto>
{
    public Task<Result<AttributeListDto>> Handle(ChangeUserAttributeValues request, CancellationToken cancellationToken) =>
        editor.ChangeAsync(new UserId(request.UserId), request.Values!, request.Condition, cancellationToken);
}
