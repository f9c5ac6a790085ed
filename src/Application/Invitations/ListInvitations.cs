using FluentValidation;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Invitations;

/// <summary>Asks for invitations, newest first, in parts: one's own, or with <c>invitations:read</c> another person's.</summary>
/// <param name="InviterId">Whose; null for the caller's own.</param>
/// <param name="Status">Only those that stand there.</param>
/// <param name="Page">Which part.</param>
public sealed record ListInvitations(Guid? InviterId, InvitationStatus? Status, PageRequest Page) : IQuery<Page<InvitationDto>>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class ListInvitationsValidator : AbstractValidator<ListInvitations>
{
    public ListInvitationsValidator() => RuleFor(request => request.Page.Limit).PageLimit();
}

internal sealed class ListInvitationsHandler(IInvitationReader invitations, IPermissions permissions, Pages pages, ICaller caller, TimeProvider clock)
    : IQueryHandler<ListInvitations, Page<InvitationDto>>
{
    public async Task<Result<Page<InvitationDto>>> Handle(ListInvitations request, CancellationToken cancellationToken)
    {
        var inviter = request.InviterId is { } id ? new UserId(id) : caller.UserId;
        if (inviter != caller.UserId && !(await permissions.OfAsync(caller.UserId, cancellationToken)).Holds(Permissions.InvitationsRead))
        {
            return new MissingPermissionError(Permissions.InvitationsRead);
        }

        var now = clock.GetUtcNow();
        return await pages.CutAsync(
            request.Page, $"invitations|{inviter.Value}|{request.Status}",
            (after, limit, ct) => invitations.ListAsync(inviter, request.Status, now, after, limit, ct),
            static invitation => new Position(invitation.CreatedAt, invitation.Id), cancellationToken);
    }
}
