using FluentValidation;
using Microsoft.Extensions.Options;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>A deleted person comes back with the token from the mail.</summary>
/// <param name="Token">The secret from the mail.</param>
public sealed record RestoreMe(string? Token) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

internal sealed class RestoreMeValidator : AbstractValidator<RestoreMe>
{
    public RestoreMeValidator() => RuleFor(request => request.Token).Required();
}

internal sealed class RestoreMeHandler(IUserRepository users, IUnitOfWork work, TimeProvider clock, IOptions<AccountsOptions> options)
    : ICommandHandler<RestoreMe>
{
    public async Task<Result> Handle(RestoreMe request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var token = await users.FindTokenAsync(OneTimeToken.HashOf(request.Token!), VerificationPurpose.RestoreUser, cancellationToken);
        if (token is null || token.Use(now).Error is not null || await users.FindDeletedAsync(token.UserId, cancellationToken) is not { } user)
        {
            return VerificationTokenErrors.Invalid;
        }

        return user.Restore(options.Value.PurgeAfter, now) is { Error: { } late } ? late : await work.CommitAsync(cancellationToken);
    }
}
