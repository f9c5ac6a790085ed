using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Sets a new password with a mailed token; every session of the person ends. A pending address is proven by it, a suspension stays.</summary>
/// <param name="Token">The secret from the mail.</param>
/// <param name="NewPassword">The new password; the usual rules hold.</param>
public sealed record ResetPassword(string? Token, string? NewPassword) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

internal sealed class ResetPasswordValidator : AbstractValidator<ResetPassword>
{
    public ResetPasswordValidator(IPasswordPolicy policy)
    {
        RuleFor(request => request.Token).Required();
        RuleFor(request => request.NewPassword).Required();
        RuleFor(request => request.NewPassword).Password(policy, static _ => null, static _ => null);
    }
}

internal sealed class ResetPasswordHandler(
    IUserRepository users, IPasswordPolicy policy, IPasswords passwords, SessionEnding sessions, IUnitOfWork work, TimeProvider clock)
    : ICommandHandler<ResetPassword>
{
    public async Task<Result> Handle(ResetPassword request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var token = await users.FindTokenAsync(OneTimeToken.HashOf(request.Token!), VerificationPurpose.ResetPassword, cancellationToken);
        if (token is null || token.Use(now).Error is not null || await users.FindAsync(token.UserId, cancellationToken) is not { } user)
        {
            return VerificationTokenErrors.Invalid;
        }

        // Only the token tells whose password it is, so what is personal can be judged only here.
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

        user.VerifyEmail(now);
        user.ChangePassword(hash.Value, now);
        return await sessions.EndAllAndCommitAsync(user.Id, except: null, SessionEndReason.PasswordChanged, work, cancellationToken);
    }
}
