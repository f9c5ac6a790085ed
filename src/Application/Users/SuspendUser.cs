using System.Text.Json.Serialization;
using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Users;

/// <summary>Staff keeps an active person out: all their sessions end at once.</summary>
/// <param name="Reason">Why; shown to staff alone.</param>
public sealed record SuspendUser(string? Reason) : ICommand<UserDto>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.UsersSuspend);

    /// <summary>Whom.</summary>
    [JsonIgnore]
    public Guid UserId { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public VersionCondition? Condition { get; init; }
}

internal sealed class SuspendUserValidator : AbstractValidator<SuspendUser>
{
    public SuspendUserValidator() => RuleFor(request => request.Reason).Required().Line(500);
}

internal sealed class SuspendUserHandler(StaffAct act, ICaller caller, TimeProvider clock) : ICommandHandler<SuspendUser, UserDto>
{
    public async Task<Result<UserDto>> Handle(SuspendUser request, CancellationToken cancellationToken)
    {
        var target = await act.BeginAsync(request.UserId, request.Condition, cancellationToken);
        if (target.Error is { } refused)
        {
            return refused;
        }

        var user = target.Value.User;
        if (await act.CheckNotLastAsync(user, cancellationToken) is { } last)
        {
            return last;
        }

        return user.Suspend(Text.Normalize(request.Reason!), caller.Identity?.UserId, clock.GetUtcNow()) is { Error: { } nonsense }
            ? nonsense
            : await act.EndWithSessionsAsync(target.Value, "user.suspend", SessionEndReason.UserSuspended, cancellationToken);
    }
}
