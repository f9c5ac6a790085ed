using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Users;

/// <summary>Staff deletes a person: nobody sees them any more, all sessions end, and a mail tells until when and how to come back.</summary>
/// <param name="UserId">Whom.</param>
/// <param name="Condition">What is asked of the record; null for nothing.</param>
public sealed record DeleteUser(Guid UserId, VersionCondition? Condition = null) : ICommand<UserDto>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.UsersDelete);
}

internal sealed class DeleteUserHandler(StaffAct act, Farewell farewell, TimeProvider clock) : ICommandHandler<DeleteUser, UserDto>
{
    public async Task<Result<UserDto>> Handle(DeleteUser request, CancellationToken cancellationToken)
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

        var now = clock.GetUtcNow();
        if (user.Delete(now).Error is { } nonsense)
        {
            return nonsense;
        }

        await farewell.SayAsync(user, now, cancellationToken);
        return await act.EndWithSessionsAsync(target.Value, "user.delete", SessionEndReason.UserLeft, cancellationToken);
    }
}
