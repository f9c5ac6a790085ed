using System.Text.Json.Nodes;
using UserSystem.Application.Attributes;
using UserSystem.Application.Attributes.Handlers;
using UserSystem.Application.Ports;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Invitations;

/// <summary>
/// How an invitation is used by a registration. Whatever is wrong with it is told in the same words, and nothing of it depends on whether
/// the address has an account: an open link is used up by an address that has one as by any other, or its inviter could ask for addresses.
/// </summary>
internal sealed class Acceptance(
    IInvitationRepository invitations, IUserRepository users, InvitedRoles roles, InvitedAttributes carried, UserAttributes attributes, IAuditLog audit)
{
    /// <summary>The open invitation with this secret, to look at; null where it is worth nothing.</summary>
    public async Task<Invited?> FindAsync(string token, DateTimeOffset now, CancellationToken ct) =>
        await invitations.FindByTokenAsync(OneTimeToken.HashOf(token), ct) is { } invitation && invitation.StatusAt(now) is InvitationStatus.Pending
            ? await InviterOfAsync(invitation, ct)
            : null;

    /// <summary>
    /// The same for somebody with this address, held until the unit of work commits; null where it is worth nothing to them. An address
    /// that has used it before may use it again: a registration that is replaced costs nothing more.
    /// </summary>
    public async Task<HeldInvitation?> HoldAsync(string token, EmailAddress email, DateTimeOffset now, CancellationToken ct)
    {
        if (await invitations.HoldByTokenAsync(OneTimeToken.HashOf(token), ct) is not { } invitation || !invitation.IsFor(email))
        {
            return null;
        }

        var held = new HeldInvitation(invitation, Again: await invitations.WasUsedByAsync(invitation.Id, email, ct));
        var isOpen = held is { Again: true, ProvesAddress: false } ? !invitation.IsOverAt(now) : invitation.StatusAt(now) is InvitationStatus.Pending;
        return isOpen && await InviterOfAsync(invitation, ct) is not null ? held : null;
    }

    /// <summary>
    /// False where the invitation is certainly worth nothing to this address: asked before anything that costs much is done. True promises nothing.
    /// </summary>
    public async Task<bool> MayBeGoodAsync(string token, EmailAddress email, DateTimeOffset now, CancellationToken ct) =>
        await invitations.FindByTokenAsync(OneTimeToken.HashOf(token), ct) is { } invitation && invitation.IsFor(email) && !invitation.IsOverAt(now);

    /// <summary>
    /// Says of somebody new who invited them. To be called before the person is added: of whom is added already nothing is looked up, and each
    /// case shall wait equally often.
    /// </summary>
    public async Task IntroduceAsync(HeldInvitation held, UserId id, CancellationToken ct) =>
        await attributes.SetAsync(id, InvitedByUserId.Key, held.Invitation.InviterUserId.Value, ct);

    /// <summary>The address signs up with it. An invitation by mail is spent by somebody new only.</summary>
    /// <param name="held">The invitation.</param>
    /// <param name="email">The address.</param>
    /// <param name="userId">Who is new; null for an address that has an account already.</param>
    /// <param name="now">The present.</param>
    public void Use(HeldInvitation held, EmailAddress email, UserId? userId, DateTimeOffset now)
    {
        var invitation = held.Invitation;
        var spends = userId is not null || !held.ProvesAddress;
        if (spends && !held.Again && invitation.Use(now).Error is { } impossible)
        {
            throw new InvalidOperationException($"A held invitation was refused: {impossible.Code}.");
        }

        invitations.RecordUse(invitation, email, userId, now, keep: spends);
        if (userId is { } invited && (invitation.RoleIds.Count > 0 || invitation.Attributes is not null))
        {
            audit.Record(new AuditEntry("invitation.accept", $"user:{invited.Value}", Before: null, new JsonObject
            {
                ["invitationId"] = invitation.Id.Value,
                ["inviterId"] = invitation.InviterUserId.Value,
                ["roleIds"] = new JsonArray([.. invitation.RoleIds.Select(static role => (JsonNode)role.Value)]),
                ["attributes"] = JsonNode.Parse(invitation.Attributes ?? "{}"),
            }));
        }
    }

    // While the inviter is kept out or gone, or may not invite or give what was promised any more, the invitation is worth nothing as a whole: nobody
    // gets half of what they were invited to.
    private async Task<Invited?> InviterOfAsync(Invitation invitation, CancellationToken ct) =>
        await users.FindAsync(invitation.InviterUserId, ct) is { Status: UserStatus.Active } inviter
        && await roles.MayStillInviteAsync(inviter.Id, invitation.RoleIds, ct) && await carried.MayStillGiveAsync(inviter.Id, invitation.Attributes, ct)
            ? new Invited(invitation, inviter)
            : null;
}

/// <summary>An open invitation and who sent it.</summary>
internal sealed record Invited(Invitation Invitation, User Inviter);

/// <summary>An invitation that nobody else can use until the unit of work commits.</summary>
/// <param name="Invitation">The invitation.</param>
/// <param name="Again">The address has used it before.</param>
internal sealed record HeldInvitation(Invitation Invitation, bool Again)
{
    /// <summary>True where its secret travelled by mail alone, so that whoever has it owns the address.</summary>
    public bool ProvesAddress => Invitation.Email is not null;
}
