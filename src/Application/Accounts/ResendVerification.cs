using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Asks for the verification mail once more. The answer is the same for every address, and so is the work that it waits for.</summary>
/// <param name="Email">The address of the registration.</param>
public sealed record ResendVerification(string? Email) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

internal sealed class ResendVerificationValidator : AbstractValidator<ResendVerification>
{
    public ResendVerificationValidator() => RuleFor(request => request.Email).Required().EmailAddress();
}

internal sealed class ResendVerificationHandler(IOutbox outbox, IUnitOfWork work) : ICommandHandler<ResendVerification>
{
    public Task<Result> Handle(ResendVerification request, CancellationToken cancellationToken)
    {
        outbox.Defer(new IssueVerification(EmailAddress.Parse(request.Email!).Value));
        return work.CommitAsync(cancellationToken);
    }
}

/// <summary>Finds out whether an address waits for verification and mails a new token if so: the deferred half of <see cref="ResendVerification"/>.</summary>
/// <param name="Email">The address that was asked for.</param>
public sealed record IssueVerification(string Email) : DeferredCommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.System;
}

internal sealed class IssueVerificationHandler(
    IUserRepository users, IPreferencesRepository preferences, IMailLimits limits, Verifications verifications, IUnitOfWork work, TimeProvider clock)
    : ICommandHandler<IssueVerification>
{
    public async Task<Result> Handle(IssueVerification request, CancellationToken cancellationToken)
    {
        var email = EmailAddress.FromStore(request.Email);
        var now = clock.GetUtcNow();

        // Nobody registers the address anew in the meantime: the mail would tell of one registration, and its token prove another. A mail
        // that may not go issues no token either: the one that was mailed before stays good.
        var user = await users.FindByEmailForRegistrationAsync(email, cancellationToken);
        if (user is not { IsPending: true } || !await limits.TryTakeAsync(email, LimitedMail.Verification, now, cancellationToken))
        {
            await work.ForgetAsync(cancellationToken);
            return Result.Success;
        }

        var language = await preferences.FindLanguageAsync(user.Id, cancellationToken) ?? Languages.Default;
        await verifications.BeginAgainAsync(user, language, now, cancellationToken);
        return await work.CommitAsync(cancellationToken);
    }
}
