using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Invitations;

/// <summary>Asks for an invitation: one's own, or with <c>invitations:read</c> anybody's.</summary>
/// <param name="InvitationId">Which.</param>
public sealed record GetInvitation(Guid InvitationId) : IQuery<InvitationDto>, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class GetInvitationHandler(IInvitationReader invitations, IPermissions permissions, ICaller caller, TimeProvider clock)
    : IQueryHandler<GetInvitation, InvitationDto>
{
    public async Task<Result<InvitationDto>> Handle(GetInvitation request, CancellationToken cancellationToken) =>
        await invitations.FindAsync(new InvitationId(request.InvitationId), clock.GetUtcNow(), cancellationToken) is { } invitation
        && (invitation.InviterId == caller.UserId.Value || (await permissions.OfAsync(caller.UserId, cancellationToken)).Holds(Permissions.InvitationsRead))
            ? invitation
            : InvitationErrors.NotFound;
}
