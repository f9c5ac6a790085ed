using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Users;

/// <summary>Staff brings a deleted person back, as long as the data is still there.</summary>
/// <param name="UserId">Whom.</param>
/// <param name="Condition">What is asked of the record; null for nothing.</param>
public sealed record RestoreUser(Guid UserId, VersionCondition? Condition = null) : ICommand<UserDto>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.UsersDelete);
}

internal sealed class RestoreUserHandler(StaffAct act, TimeProvider clock, IOptions<AccountsOptions> options) : ICommandHandler<RestoreUser, UserDto>
{
    public async Task<Result<UserDto>> Handle(RestoreUser request, CancellationToken cancellationToken)
    {
        var target = await act.BeginAsync(request.UserId, request.Condition, cancellationToken);
        if (target.Error is { } refused)
        {
            return refused;
        }

        return target.Value.User.Restore(options.Value.PurgeAfter, clock.GetUtcNow()) is { Error: { } nonsense }
            ? nonsense
            : await act.EndAsync(target.Value, "user.restore", cancellationToken);
    }
}
