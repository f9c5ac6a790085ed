using System.Text.Json;
using FluentValidation;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Invitations;

/// <summary>
/// Invites somebody: by mail, or, without an address, by an open link that the inviter gives to whom they like. Whether an address has an
/// account is not asked here: its owner is told in place of the mail, and the answer is the same.
/// </summary>
/// <param name="Email">Whom to send it to; left out, for an open link.</param>
/// <param name="Message">A line to the invited.</param>
/// <param name="RoleIds">Roles for whoever signs up with it. Inviting to roles needs <c>roles:assign</c> and everything that they allow.</param>
/// <param name="MaxUses">For how many people an open link is good; left out, for one. By mail it is one.</param>
/// <param name="ExpiresInSeconds">How long it is good; left out, seven days.</param>
/// <param name="Attributes">Values by keys that whoever signs up with it begins with: of keys that can be set at sign-up, and of those that the inviter may change of others.</param>
public sealed record CreateInvitation(
    string? Email = null, string? Message = null, IReadOnlyList<Guid>? RoleIds = null, int? MaxUses = null, int? ExpiresInSeconds = null,
    IReadOnlyDictionary<string, JsonElement>? Attributes = null)
    : ICommand<InvitationDto>, IGuarded, IIdempotent
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.InvitationsCreate);
}

[Explanation(
    "More roles stand in `roleIds` than one invitation carries.",
    "Send fewer, or make a role that holds them.", Code = "role.too_many")]
[Explanation(
    "`maxUses` is less than 1 or more than an open link is good for.",
    "Send a number within the bounds that the message names.", Code = "max_uses.out_of_range")]
[Explanation(
    "`maxUses` is more than 1 for an invitation by mail.",
    "Leave `maxUses` out, or leave `email` out for an open link.", Code = "max_uses.mailed_once")]
[Explanation(
    "`expiresInSeconds` is less than a minute or more than 30 days.",
    "Send a number within these bounds, or leave it out for seven days.", Code = "lifetime.out_of_range")]
internal sealed class CreateInvitationValidator : AbstractValidator<CreateInvitation>
{
    public CreateInvitationValidator(AttributeCatalog catalog)
    {
        RuleFor(request => request.Email).EmailAddress();
        RuleFor(request => request.Email).Must(static email => email is null || !string.IsNullOrWhiteSpace(email)).WithErrorCode("required")
            .WithMessage("Leave the address out for an open link.");
        RuleFor(request => request.Message).Line(Invitation.MaxMessageLength);
        RuleFor(request => request.RoleIds).Must(static roles => roles is null || roles.Count <= Invitation.MaxRoles)
            .WithErrorCode("role.too_many").WithMessage($"An invitation carries at most {Invitation.MaxRoles} roles.");
        RuleFor(request => request.Attributes).Attributes(catalog);
        RuleFor(request => request.MaxUses).InclusiveBetween(1, Invitation.MaxUsesLimit).WithErrorCode("max_uses.out_of_range")
            .WithMessage($"A link is good for 1 to {Invitation.MaxUsesLimit} people.");
        RuleFor(request => request.MaxUses).Must(static (request, uses) => request.Email is null || uses is null or 1)
            .WithErrorCode("max_uses.mailed_once").WithMessage("An invitation by mail is good for one.");
        RuleFor(request => request.ExpiresInSeconds).InclusiveBetween(60, (int)Invitation.MaxLifetime.TotalSeconds)
            .WithErrorCode("lifetime.out_of_range").WithMessage("An invitation is good for a minute at least and for 30 days at most.");
    }
}

internal sealed class CreateInvitationHandler(
    Inviting inviting, InvitedRoles roles, InvitedAttributes attributes, FreshLogin freshLogin, IAuditLog audit, IUnitOfWork work, ICaller caller, TimeProvider clock)
    : ICommandHandler<CreateInvitation, InvitationDto>
{
    public async Task<Result<InvitationDto>> Handle(CreateInvitation request, CancellationToken cancellationToken)
    {
        var wanted = Inviting.RolesOf(request);
        if (wanted.Count > 0 && freshLogin.Check() is { } stale)
        {
            return stale;
        }

        if ((await roles.CheckAsync(caller.UserId, wanted, cancellationToken)
             ?? await attributes.CheckAsync(caller.UserId, request.Attributes, cancellationToken)) is { } forbidden)
        {
            return forbidden;
        }

        var now = clock.GetUtcNow();
        if (await inviting.CheckQuotaAsync(now, cancellationToken) is { } full)
        {
            await work.ForgetAsync(cancellationToken);
            return full;
        }

        var made = inviting.Make(request, now);
        audit.Record(Inviting.RecordOf(made));
        return await work.CommitAsync(cancellationToken) is { Error: { } error } ? error : made;
    }
}
