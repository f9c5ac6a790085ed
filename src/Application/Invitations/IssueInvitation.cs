using UserSystem.Application.Mail;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Invitations;

/// <summary>
/// Mails an invitation with a new secret, or tells the owner of the address that somebody invited them: the deferred half of what makes and
/// resends invitations, so that neither the answer nor its time depends on the address.
/// </summary>
/// <param name="InvitationId">Which.</param>
/// <param name="Language">The language of the inviter, for somebody whose own is not known.</param>
public sealed record IssueInvitation(Guid InvitationId, string Language) : DeferredCommand, IGuarded
{
    /// <inheritdoc/>
    public static Access Access => Access.System;
}

internal sealed class IssueInvitationHandler(
    IInvitationRepository invitations, IUserRepository users, IPreferencesRepository preferences, IMailLimits limits, IOutbox outbox, IUnitOfWork work,
    TimeProvider clock)
    : ICommandHandler<IssueInvitation>
{
    public async Task<Result> Handle(IssueInvitation request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await invitations.FindAsync(new InvitationId(request.InvitationId), cancellationToken) is not { Email: { } email } invitation
            || invitation.StatusAt(now) is not InvitationStatus.Pending
            || await users.FindAsync(invitation.InviterUserId, cancellationToken) is not { Status: UserStatus.Active } inviter)
        {
            return Result.Success;
        }

        // Nobody registers the address meanwhile. A mail that may not go brings no new secret either: the one that was mailed before stays good.
        var known = await users.FindByEmailForRegistrationAsync(email, cancellationToken);
        if (!await limits.TryTakeAsync(email, LimitedMail.Invitation, now, cancellationToken))
        {
            await work.ForgetAsync(cancellationToken);
            return Result.Success;
        }

        if (known is null or { IsPending: true })
        {
            var secret = OneTimeToken.Create();
            invitation.Issue(secret.Hash);
            outbox.Defer(new SendMail(new InvitationMail(
                email.Value, Name: null, request.Language, inviter.Name, invitation.Message, secret.Text, now, invitation.ExpiresAt)));
        }
        else
        {
            var language = await preferences.FindLanguageAsync(known.Id, cancellationToken) ?? Languages.Default;
            outbox.Defer(new SendMail(new InvitedMemberMail(known.Email.Value, known.Name, language, inviter.Name, now)));
        }

        return await work.CommitAsync(cancellationToken);
    }
}
