using UserSystem.Application.Pipeline;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Users;

/// <summary>Staff lets a suspended person in again.</summary>
/// <param name="UserId">Whom.</param>
/// <param name="Condition">What is asked of the record; null for nothing.</param>
public sealed record ReactivateUser(Guid UserId, VersionCondition? Condition = null) : ICommand<UserDto>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.UsersSuspend);
}

internal sealed class ReactivateUserHandler(StaffAct act) : ICommandHandler<ReactivateUser, UserDto>
{
    public async Task<Result<UserDto>> Handle(ReactivateUser request, CancellationToken cancellationToken)
    {
        var target = await act.BeginAsync(request.UserId, request.Condition, cancellationToken);
        if (target.Error is { } refused)
        {
            return refused;
        }

        return target.Value.User.Reactivate() is { Error: { } nonsense }
            ? nonsense
            : await act.EndAsync(target.Value, "user.reactivate", cancellationToken);
    }
}
