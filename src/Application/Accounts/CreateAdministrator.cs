using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>What came of making an administrator.</summary>
public enum AdministratorOutcome
{
    /// <summary>There is one more.</summary>
    Created,

    /// <summary>They were one before.</summary>
    AlreadyAdministrator,

    /// <summary>The address belongs to somebody else, who is not promoted by this.</summary>
    NotPromoted,
}

/// <summary>Makes an administrator, active and verified; an existing person is never promoted by it.</summary>
/// <param name="Email">The address.</param>
/// <param name="Password">The password; the usual rules hold.</param>
/// <param name="FullName">What they go by.</param>
public sealed record CreateAdministrator(string Email, string Password, string FullName) : ICommand<AdministratorOutcome>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.System;
}

internal sealed class CreateAdministratorValidator : AbstractValidator<CreateAdministrator>
{
    public CreateAdministratorValidator(IPasswordPolicy policy)
    {
        RuleFor(request => request.Email).Required().EmailAddress();
        RuleFor(request => request.FullName).Required().PersonName();
        RuleFor(request => request.Password).Required();
        RuleFor(request => request.Password).Password(policy, request => request.Email, request => request.FullName);
    }
}

internal sealed class CreateAdministratorHandler(
    IUserRepository users, IRoleRepository roles, IPasswords passwords, IUnitOfWork work, Ids ids, TimeProvider clock)
    : ICommandHandler<CreateAdministrator, AdministratorOutcome>
{
    public async Task<Result<AdministratorOutcome>> Handle(CreateAdministrator request, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Parse(request.Email);

        // Looked up before anything is hashed: at the usual start the administrator is there.
        if (await users.FindByEmailAsync(email, cancellationToken) is { } known)
        {
            return await OutcomeForAsync(known, cancellationToken);
        }

        var hash = await passwords.HashAsync(request.Password, cancellationToken);
        if (hash.Error is { } busy)
        {
            return busy;
        }

        // Somebody faster, or somebody deleted, whose address stays taken.
        if (await users.FindByEmailForRegistrationAsync(email, cancellationToken) is { } taken)
        {
            await work.ForgetAsync(cancellationToken);
            return await OutcomeForAsync(taken, cancellationToken);
        }

        var admin = User.CreateVerified(
            ids.Next<UserId>(), email, PersonName.Parse(request.FullName), hash.Value, clock.GetUtcNow());
        users.Add(admin);
        await roles.AssignAsync(admin.Id, BuiltInRoles.Admin, cancellationToken);
        return await work.CommitAsync(cancellationToken) is { Error: { } error } ? error : AdministratorOutcome.Created;
    }

    private async Task<AdministratorOutcome> OutcomeForAsync(User known, CancellationToken ct) =>
        await roles.HasRoleAsync(known.Id, BuiltInRoles.Admin, ct)
            ? AdministratorOutcome.AlreadyAdministrator
            : AdministratorOutcome.NotPromoted;
}
