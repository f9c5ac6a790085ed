using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>The caller leaves: all sessions end, and a mail tells until when and how to come back.</summary>
/// <param name="CurrentPassword">The password; somebody without one leaves it out and must have logged in lately.</param>
public sealed record DeleteMe(string? CurrentPassword) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class DeleteMeValidator : AbstractValidator<DeleteMe>
{
    public DeleteMeValidator() => RuleFor(request => request.CurrentPassword).GivenPassword();
}

internal sealed class DeleteMeHandler(
    IUserRepository users, IRoleRepository roles, OwnPassword ownPassword, Farewell farewell, SessionEnding sessions, IUnitOfWork work,
    ICaller caller, TimeProvider clock)
    : ICommandHandler<DeleteMe>
{
    public async Task<Result> Handle(DeleteMe request, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(caller.UserId, cancellationToken) is not { } user)
        {
            return UserErrors.NotFound;
        }

        if (await ownPassword.CheckAsync(user, request.CurrentPassword, cancellationToken) is { } refused)
        {
            return refused;
        }

        var now = clock.GetUtcNow();
        if (await roles.IsLastAdministratorAsync(user.Id, now, cancellationToken))
        {
            return AccessErrors.LastAdministrator;
        }

        user.Delete(now);
        await farewell.SayAsync(user, now, cancellationToken);
        return await sessions.EndAllAndCommitAsync(user.Id, except: null, SessionEndReason.UserLeft, work, cancellationToken);
    }
}
