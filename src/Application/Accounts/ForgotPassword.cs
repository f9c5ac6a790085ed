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

/// <summary>Somebody forgot their password. The answer is the same for every address, and so is the work that it waits for.</summary>
/// <param name="Email">The address of the account.</param>
public sealed record ForgotPassword(string? Email) : ICommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

internal sealed class ForgotPasswordValidator : AbstractValidator<ForgotPassword>
{
    public ForgotPasswordValidator() => RuleFor(request => request.Email).Required().EmailAddress();
}

internal sealed class ForgotPasswordHandler(IOutbox outbox, IUnitOfWork work, ICaller caller) : ICommandHandler<ForgotPassword>
{
    public Task<Result> Handle(ForgotPassword request, CancellationToken cancellationToken)
    {
        outbox.Defer(new IssuePasswordReset(EmailAddress.Parse(request.Email!).Value, caller.Address?.ToString()));
        return work.CommitAsync(cancellationToken);
    }
}

/// <summary>
/// The deferred half of <see cref="ForgotPassword"/>: mails a link to set a new password, to somebody deleted one to come back, and to
/// an address that nobody has nothing at all.
/// </summary>
/// <param name="Email">The address that was asked for.</param>
/// <param name="AskedFrom">The network address of whoever asked; null where unknown.</param>
public sealed record IssuePasswordReset(string Email, string? AskedFrom) : DeferredCommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.System;
}

internal sealed class IssuePasswordResetHandler(
    IUserRepository users, IPreferencesRepository preferences, IMailLimits limits, MailedTokens tokens, Farewell farewell, IOutbox outbox,
    IUnitOfWork work, TimeProvider clock, IOptions<AccountsOptions> options)
    : ICommandHandler<IssuePasswordReset>
{
    public async Task<Result> Handle(IssuePasswordReset request, CancellationToken cancellationToken)
    {
        var email = EmailAddress.FromStore(request.Email);
        var now = clock.GetUtcNow();

        // A mail that may not go issues no token either: the one that was mailed before stays good.
        var user = await users.FindByEmailForRegistrationAsync(email, cancellationToken);
        if (user is null || !await limits.TryTakeAsync(email, LimitedMail.PasswordReset, now, cancellationToken))
        {
            await work.ForgetAsync(cancellationToken);
            return Result.Success;
        }

        if (user.DeletedAt is null)
        {
            await OfferAsync(user, request.AskedFrom, now, cancellationToken);
        }
        else
        {
            await farewell.SayAsync(user, now, cancellationToken);
        }

        return await work.CommitAsync(cancellationToken);
    }

    private async Task OfferAsync(User user, string? askedFrom, DateTimeOffset now, CancellationToken ct)
    {
        var lifetime = TimeSpan.FromSeconds(options.Value.PasswordTokenLifetimeSeconds);
        var language = await preferences.FindLanguageAsync(user.Id, ct) ?? Languages.Default;
        var secret = await tokens.IssueAsync(user.Id, VerificationPurpose.ResetPassword, lifetime, now, payload: null, ct);
        outbox.Defer(new SendMail(new ResetPasswordMail(
            user.Email.Value, user.Name, language, secret.Text, now, askedFrom, now + lifetime)));
    }
}
