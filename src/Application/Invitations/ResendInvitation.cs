using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Invitations;

/// <summary>
/// The inviter, who may still invite, has an open invitation mailed once more. It is good as long again as it was before, up to 30 days after it was
/// made. With the mail goes a new secret, and the one before it dies; a mail that may not go yet, because the mailbox got too many, leaves it alive.
/// </summary>
/// <param name="InvitationId">Which; others' are not found.</param>
/// <param name="Condition">On what condition.</param>
public sealed record ResendInvitation(Guid InvitationId, VersionCondition? Condition) : ICommand<InvitationDto>, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.Holding(Permissions.InvitationsCreate);
}

internal sealed class ResendInvitationHandler(
    IInvitationRepository invitations, IOutbox outbox, IAuditLog audit, IUnitOfWork work, ICaller caller, TimeProvider clock)
    : ICommandHandler<ResendInvitation, InvitationDto>
{
    public async Task<Result<InvitationDto>> Handle(ResendInvitation request, CancellationToken cancellationToken)
    {
        var found = await invitations.FindOwnAsync(request.InvitationId, request.Condition, caller, cancellationToken);
        if (found.Error is { } refused)
        {
            return refused;
        }

        var (invitation, now) = (found.Value, clock.GetUtcNow());
        if (invitation.Renew(now).Error is { } over)
        {
            return over;
        }

        audit.Record(new AuditEntry("invitation.resend", $"invitation:{invitation.Id.Value}", Before: null, After: null));
        outbox.Defer(new IssueInvitation(invitation.Id.Value, caller.Language));
        return await work.CommitAsync(cancellationToken) is { Error: { } error } ? error : InvitationDto.Of(invitation, now);
    }
}
