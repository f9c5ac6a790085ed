using System.Text.Json;
using FluentValidation;
using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Mail;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>Where somebody begins whom staff brings in.</summary>
public enum InitialStatus
{
    /// <summary>The address is proven by mail first.</summary>
    PendingVerification,

    /// <summary>Staff vouches for the address.</summary>
    Active,
}

/// <summary>Staff brings somebody in. Whoever gets no password is mailed a link to set one.</summary>
/// <param name="Email">The address.</param>
/// <param name="FullName">What the person goes by.</param>
/// <param name="Password">The password; the usual rules hold.</param>
/// <param name="Status">Where the person begins; left out, with an address to prove.</param>
/// <param name="ExternalId">The id in the system that the person comes from; unique.</param>
/// <param name="Attributes">Values by keys: of keys that can be set at sign-up, and of those that the caller may change.</param>
public sealed record CreateUser(
    string? Email, string? FullName, string? Password = null, InitialStatus? Status = null, string? ExternalId = null,
    IReadOnlyDictionary<string, JsonElement>? Attributes = null)
    : ICommand<UserDto>, IGuarded, IIdempotent
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.UsersWrite);
}

internal sealed class CreateUserValidator : AbstractValidator<CreateUser>
{
    public CreateUserValidator(IPasswordPolicy policy, AttributeCatalog catalog)
    {
        RuleFor(request => request.Email).Required().EmailAddress();
        RuleFor(request => request.FullName).Required().PersonName();
        RuleFor(request => request.Password).Password(policy, static request => request.Email, static request => request.FullName);
        RuleFor(request => request.ExternalId).ExternalId();
        RuleFor(request => request.Attributes).Attributes(catalog);
    }
}

internal sealed class CreateUserHandler(
    StaffAct act, InitialAttributes attributes, MailedTokens tokens, Verifications verifications, IPasswords passwords, IOutbox outbox, ICaller caller, Ids ids,
    TimeProvider clock, IOptions<AccountsOptions> options)
    : ICommandHandler<CreateUser, UserDto>
{
    public async Task<Result<UserDto>> Handle(CreateUser request, CancellationToken cancellationToken)
    {
        string? hash = null;
        if (request.Password is not null)
        {
            var hashed = await passwords.HashAsync(request.Password, cancellationToken);
            if (hashed.Error is { } busy)
            {
                return busy;
            }

            hash = hashed.Value;
        }

        var (id, now) = (ids.Next<UserId>(), clock.GetUtcNow());
        if (await attributes.CheckAsync(caller.UserId, request.Attributes?.Keys ?? [], cancellationToken) is { } refused)
        {
            return refused;
        }

        var user = User.Create(
            id, EmailAddress.Parse(request.Email!), PersonName.Parse(request.FullName!), hash,
            active: request.Status is InitialStatus.Active, request.ExternalId is null ? null : Domain.Users.ExternalId.Parse(request.ExternalId), now);
        if (hash is null)
        {
            Welcome(user, now);
        }
        else if (user.IsPending)
        {
            verifications.Begin(user, caller.Language, now);
        }

        attributes.Add(id, request.Attributes, author: null);
        return await act.AddAsync(user, cancellationToken);
    }

    // The link lasts as long as one that proves an address, which it does as well: nobody waits for this mail.
    private void Welcome(User user, DateTimeOffset now)
    {
        var lifetime = TimeSpan.FromSeconds(options.Value.EmailTokenLifetimeSeconds);
        var secret = tokens.IssueBeside(user.Id, VerificationPurpose.ResetPassword, lifetime, now);
        outbox.Defer(new SendMail(new WelcomeMail(user.Email.Value, user.Name, caller.Language, secret.Text, now, now + lifetime)));
    }
}
