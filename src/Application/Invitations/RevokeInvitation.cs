using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Invitations;

/// <summary>The inviter takes an open invitation back; repeating it changes nothing.</summary>
/// <param name="InvitationId">Which; others' are not found.</param>
/// <param name="Condition">On what condition.</param>
public sealed record RevokeInvitation(Guid InvitationId, VersionCondition? Condition) : ICommand, IConditional, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.OwnData;
}

internal sealed class RevokeInvitationHandler(IInvitationRepository invitations, IUnitOfWork work, ICaller caller, TimeProvider clock)
    : ICommandHandler<RevokeInvitation>
{
    public async Task<Result> Handle(RevokeInvitation request, CancellationToken cancellationToken)
    {
        var found = await invitations.FindOwnAsync(request.InvitationId, request.Condition, caller, cancellationToken);
        if (found.Error is { } refused)
        {
            return refused;
        }

        return found.Value.Revoke(clock.GetUtcNow()) is { Error: { } over } ? over : await work.CommitAsync(cancellationToken);
    }
}

/// <summary>Finding what is the caller's own.</summary>
internal static class OwnInvitations
{
    /// <summary>The caller's invitation, as they saw it; or why not.</summary>
    public static async Task<Result<Invitation>> FindOwnAsync(
        this IInvitationRepository invitations, Guid id, VersionCondition? condition, ICaller caller, CancellationToken ct) =>
        await invitations.FindAsync(new InvitationId(id), ct) is not { } invitation || invitation.InviterUserId != caller.UserId ? InvitationErrors.NotFound
        : condition?.Accepts(invitation.Version) is false ? CommonErrors.Stale
        : invitation;
}
