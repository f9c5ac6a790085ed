using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>The person proves with the mailed token that the address is theirs; from then on they can log in.</summary>
/// <param name="Token">The secret from the mail.</param>
public sealed record VerifyEmail(string? Token) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

internal sealed class VerifyEmailValidator : AbstractValidator<VerifyEmail>
{
    public VerifyEmailValidator() => RuleFor(request => request.Token).Required();
}

internal sealed class VerifyEmailHandler(IUserRepository users, IUnitOfWork work, TimeProvider clock) : ICommandHandler<VerifyEmail>
{
    public async Task<Result> Handle(VerifyEmail request, CancellationToken cancellationToken)
    {
        var token = await users.FindTokenAsync(
            OneTimeToken.HashOf(request.Token!), VerificationPurpose.VerifyEmail, cancellationToken);
        if (token is null || await users.FindAsync(token.UserId, cancellationToken) is not { } user)
        {
            return VerificationTokenErrors.Invalid;
        }

        var now = clock.GetUtcNow();
        if (token.Use(now) is { Error: not null } refused)
        {
            return refused;
        }

        user.VerifyEmail(now);
        return await work.CommitAsync(cancellationToken);
    }
}
