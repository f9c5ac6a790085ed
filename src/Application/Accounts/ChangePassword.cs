using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>The caller sets a new password; every other session of theirs ends.</summary>
/// <param name="CurrentPassword">The password so far; somebody without one leaves it out and must have logged in lately.</param>
/// <param name="NewPassword">The new password; the usual rules hold.</param>
public sealed record ChangePassword(string? CurrentPassword, string? NewPassword) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator(IPasswordPolicy policy)
    {
        RuleFor(request => request.CurrentPassword).GivenPassword();
        RuleFor(request => request.NewPassword).Required();
        RuleFor(request => request.NewPassword).Password(policy, static _ => null, static _ => null);
    }
}

internal sealed class ChangePasswordHandler(
    IUserRepository users, OwnPassword ownPassword, IPasswordPolicy policy, IPasswords passwords, SessionEnding sessions, IUnitOfWork work,
    ICaller caller, TimeProvider clock)
    : ICommandHandler<ChangePassword>
{
    public async Task<Result> Handle(ChangePassword request, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(caller.UserId, cancellationToken) is not { } user)
        {
            return UserErrors.NotFound;
        }

        if (await ownPassword.CheckAsync(user, request.CurrentPassword, cancellationToken) is { } refused)
        {
            return refused;
        }

        var faults = policy.Judge(request.NewPassword!, user.Email.Value, user.Name ?? "", "newPassword");
        if (faults.Count > 0)
        {
            return new ValidationError(faults);
        }

        var hash = await passwords.HashAsync(request.NewPassword!, cancellationToken);
        if (hash.Error is { } busy)
        {
            return busy;
        }

        user.ChangePassword(hash.Value, clock.GetUtcNow());
        return await sessions.EndAllAndCommitAsync(
            user.Id, caller.Identity!.SessionId, SessionEndReason.PasswordChanged, work, cancellationToken);
    }
}
