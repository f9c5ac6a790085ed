using FluentValidation;
using Microsoft.Extensions.Options;
using UserSystem.Application.Mail;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>The caller wants to be reached at another address. It takes effect when that address is proven; the answer does not tell whether it is free.</summary>
/// <param name="NewEmail">The address to move to.</param>
/// <param name="CurrentPassword">The password; somebody without one leaves it out and must have logged in lately.</param>
public sealed record ChangeEmail(string? NewEmail, string? CurrentPassword) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class ChangeEmailValidator : AbstractValidator<ChangeEmail>
{
    public ChangeEmailValidator()
    {
        RuleFor(request => request.NewEmail).Required().EmailAddress();
        RuleFor(request => request.CurrentPassword).GivenPassword();
    }
}

internal sealed class ChangeEmailHandler(
    IUserRepository users, OwnPassword ownPassword, IOutbox outbox, IUnitOfWork work, ICaller caller) : ICommandHandler<ChangeEmail>
{
    public async Task<Result> Handle(ChangeEmail request, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(caller.UserId, cancellationToken) is not { } user)
        {
            return UserErrors.NotFound;
        }

        if (await ownPassword.CheckAsync(user, request.CurrentPassword, cancellationToken) is { } refused)
        {
            return refused;
        }

        var email = EmailAddress.Parse(request.NewEmail!);
        if (user.RequestEmail(email))
        {
            outbox.Defer(new IssueEmailChange(user.Id.Value, email.Value));
        }

        return await work.CommitAsync(cancellationToken);
    }
}

/// <summary>The deferred half of <see cref="ChangeEmail"/>: mails the proof to the new address, or tells its owner that it has an account already.</summary>
/// <param name="UserId">Who wants to move.</param>
/// <param name="NewEmail">To which address.</param>
public sealed record IssueEmailChange(Guid UserId, string NewEmail) : DeferredCommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.System;
}

internal sealed class IssueEmailChangeHandler(
    IUserRepository users, IPreferencesRepository preferences, IMailLimits limits, MailedTokens tokens, IOutbox outbox, IUnitOfWork work,
    TimeProvider clock, IOptions<AccountsOptions> options)
    : ICommandHandler<IssueEmailChange>
{
    public async Task<Result> Handle(IssueEmailChange request, CancellationToken cancellationToken)
    {
        var email = EmailAddress.FromStore(request.NewEmail);
        if (await users.FindAsync(new UserId(request.UserId), cancellationToken) is not { } user || user.PendingEmail != email)
        {
            // A newer wish has a mail of its own.
            return Result.Success;
        }

        // Somebody may only be changing how their own address is spelled.
        var owner = await users.FindByEmailForRegistrationAsync(email, cancellationToken);
        var isTaken = owner is not null && owner.Id != user.Id;
        var now = clock.GetUtcNow();
        if (!await limits.TryTakeAsync(email, isTaken ? LimitedMail.AlreadyRegistered : LimitedMail.EmailChange, now, cancellationToken))
        {
            await work.ForgetAsync(cancellationToken);
            return Result.Success;
        }

        var language = await preferences.FindLanguageAsync((isTaken ? owner! : user).Id, cancellationToken) ?? Languages.Default;
        if (isTaken)
        {
            outbox.Defer(new SendMail(new AlreadyRegisteredMail(owner!.Email.Value, owner.Name, language, now, AttemptedFrom: null)));
        }
        else
        {
            var lifetime = TimeSpan.FromSeconds(options.Value.EmailTokenLifetimeSeconds);
            var secret = await tokens.IssueAsync(
                user.Id, VerificationPurpose.ChangeEmail, lifetime, now, email.Value, cancellationToken);
            outbox.Defer(new SendMail(new ConfirmEmailMail(email.Value, user.Name, language, secret.Text, now, now + lifetime)));
        }

        return await work.CommitAsync(cancellationToken);
    }
}
