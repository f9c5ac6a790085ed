using System.Text.Json;
using FluentValidation;
using Microsoft.Extensions.Options;
using UserSystem.Application.Attributes;
using UserSystem.Application.Invitations;
using UserSystem.Application.Mail;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Somebody signs up.</summary>
/// <param name="Email">The address that they will log in with.</param>
/// <param name="Password">Any characters; how long it must be is a setting.</param>
/// <param name="FullName">What they go by, in any script.</param>
/// <param name="AcceptTerms">Must be true.</param>
/// <param name="TermsVersion">The terms that they were shown; left out, those in force.</param>
/// <param name="InvitationToken">The secret of an invitation; left out by whoever was not invited.</param>
/// <param name="Attributes">Values by keys, of keys that can be set at sign-up.</param>
public sealed record RegisterUser(
    string? Email, string? Password, string? FullName, bool? AcceptTerms, string? TermsVersion = null, string? InvitationToken = null,
    IReadOnlyDictionary<string, JsonElement>? Attributes = null)
    : ICommand<RegistrationDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Anonymous;
}

/// <summary>What was registered; the same whether or not the address was known before.</summary>
/// <param name="Status">
/// <c>pending_verification</c> where the address is to be proven by the link in the mail; <c>active</c> where the invitation came by mail and
/// proves it.
/// </param>
/// <param name="Email">The address as it was read.</param>
/// <param name="TermsAcceptedAt">When the terms were accepted.</param>
/// <param name="TermsVersion">Which terms were accepted.</param>
public sealed record RegistrationDto(UserStatus Status, string Email, DateTimeOffset TermsAcceptedAt, string TermsVersion);

[Explanation(
    "`acceptTerms` is not true.",
    "Show the person the terms, and send true when they agree.", Code = "terms.not_accepted")]
[Explanation(
    "The version of the terms is not the one in force.",
    "Show the person the terms in force, which the message names, and send that version.", Code = "terms.not_current")]
internal sealed class RegisterUserValidator : AbstractValidator<RegisterUser>
{
    public RegisterUserValidator(IOptions<AccountsOptions> options, IPasswordPolicy policy, AttributeCatalog catalog)
    {
        var current = options.Value.CurrentTermsVersion;
        RuleFor(request => request.Email).Required().EmailAddress();
        RuleFor(request => request.FullName).Required().PersonName();
        RuleFor(request => request.AcceptTerms).Equal(true).WithErrorCode("terms.not_accepted")
            .WithMessage("The terms must be accepted.");
        RuleFor(request => request.TermsVersion).Must(version => version is null || version == current)
            .WithErrorCode("terms.not_current").WithMessage($"The terms in force are {current}.");
        RuleFor(request => request.Attributes).AttributesAtSignUp(catalog);
        RuleFor(request => request.Password).Required();
        RuleFor(request => request.Password).Password(policy, request => request.Email, request => request.FullName);
    }
}

internal sealed class RegisterUserHandler(
    IUserRepository users, IPreferencesRepository preferences, IPasswords passwords, IMailLimits limits, Verifications verifications,
    Acceptance acceptance, IInvitationRepository invitations, IUserAttributeRepository attributes, InitialAttributes initial,
    IOutbox outbox, IUnitOfWork work, ICaller caller, Ids ids, TimeProvider clock, IOptions<AccountsOptions> options)
    : ICommandHandler<RegisterUser, RegistrationDto>
{
    private static readonly TimeSpan MailPause = TimeSpan.FromMinutes(1);

    public async Task<Result<RegistrationDto>> Handle(RegisterUser request, CancellationToken cancellationToken)
    {
        if (Admit(request) is { } outside)
        {
            return outside;
        }

        var email = EmailAddress.Parse(request.Email!);
        if (request.InvitationToken is { } given && !await acceptance.MayBeGoodAsync(given, email, clock.GetUtcNow(), cancellationToken))
        {
            return InvitationErrors.Invalid;
        }

        var name = PersonName.Parse(request.FullName!);
        var terms = TermsVersion.Parse(options.Value.CurrentTermsVersion);

        // Hashed whether or not the address is known, so that both take the same time, and before anything is locked.
        var hash = await passwords.HashAsync(request.Password!, cancellationToken);
        if (hash.Error is { } busy)
        {
            return busy;
        }

        var now = clock.GetUtcNow();
        var known = await users.FindByEmailForRegistrationAsync(email, cancellationToken);

        // The database is waited for equally often in each case, or the time of the answer would tell which it is: what a case has no
        // need of touches nobody.
        var mail = known is null or { IsPending: true } ? LimitedMail.Verification : LimitedMail.AlreadyRegistered;
        var mayMail = await limits.TryTakeAsync(email, mail, now, cancellationToken);
        var id = known is { IsPending: true } ? known.Id : ids.Next<UserId>();
        var language = await preferences.FindLanguageAsync(known?.Id ?? id, cancellationToken) ?? caller.Language;
        await users.ForgetAcceptancesAsync(id, cancellationToken);
        await invitations.ForgetAcceptanceAsync(id, cancellationToken);
        await attributes.ForgetAllAsync(id, cancellationToken);
        await users.VoidTokensAsync(id, VerificationPurpose.VerifyEmail, now, cancellationToken);
        preferences.SetLanguage(id, caller.Language);
        HeldInvitation? invitation = null;
        if (request.InvitationToken is { } token && (invitation = await acceptance.HoldAsync(token, email, now, cancellationToken)) is null)
        {
            await work.ForgetAsync(cancellationToken);
            return InvitationErrors.Invalid;
        }

        // An address that has an account costs what another costs: somebody is signed up under an address of nobody's, and undone.
        var isNew = known is null or { IsPending: true };
        var person = known is { IsPending: true } ? known : null;
        var saved = await work.SaveAsync(
            async () =>
            {
                if (invitation is not null)
                {
                    await acceptance.IntroduceAsync(invitation, id, cancellationToken);
                }

                if (person is null)
                {
                    person = User.Register(id, isNew ? email : Nobody(id), name, hash.Value, terms, now);
                    users.Add(person);
                }
                else
                {
                    person.RegisterAgain(email, name, hash.Value, terms, now);
                }

                // What the person says of themselves counts more than what the inviter said.
                var carried = InvitedAttributes.Read(invitation?.Invitation.Attributes);
                initial.Add(id, request.Attributes, author: id);
                initial.Add(id, carried.ExceptBy(request.Attributes?.Keys ?? [], static each => each.Key).ToDictionary(), invitation?.Invitation.InviterUserId);
                if (invitation is { ProvesAddress: true })
                {
                    // Whoever has the secret has the mailbox: there is nothing left to prove, and nothing to mail.
                    person.VerifyEmail(now);
                }
            },
            keep: isNew, cancellationToken);
        if (saved.Error is { } unsaved)
        {
            return Told(unsaved);
        }

        if (invitation is not null)
        {
            acceptance.Use(invitation, email, isNew ? id : null, now);
        }

        if (!mayMail || (isNew && invitation is { ProvesAddress: true }))
        {
            // The link of an earlier registration is void all the same: it would prove what somebody else has written since. One that is
            // for this one goes when the minute is over, if anything is to be proven then: of an address that is proven nothing is.
            outbox.Defer(new IssueVerification(email.Value), now + MailPause);
        }
        else if (!isNew)
        {
            outbox.Defer(new SendMail(new AlreadyRegisteredMail(
                known!.Email.Value, known.Name, language, now, caller.Address?.ToString())));
        }
        else
        {
            verifications.Begin(person!, caller.Language, now);
        }

        var committed = await work.CommitAsync(cancellationToken);
        if (committed.Error is { } error)
        {
            return Told(error);
        }

        return new RegistrationDto(
            invitation is { ProvesAddress: true } ? UserStatus.Active : UserStatus.PendingVerification, email.Value, now, terms.Value);
    }

    // As long as an address that somebody could have.
    private static EmailAddress Nobody(UserId id) => EmailAddress.FromStore($"{id.Value:N}@nobody.invalid");

    // Somebody took the address by another way than registration; begun again, it is found to be known.
    private static Error Told(Error error) => error == UserErrors.EmailTaken ? CommonErrors.LostRace : error;

    private Error? Admit(RegisterUser request) => options.Value.Registration switch
    {
        RegistrationMode.Closed => AccountErrors.RegistrationClosed,
        RegistrationMode.Invitation when request.InvitationToken is null => AccountErrors.InvitationRequired,
        _ => null,
    };
}
