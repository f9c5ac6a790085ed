using UserSystem.Domain.Invitations;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>Invitations in memory, and who used them.</summary>
public sealed class InMemoryInvitations(InMemoryWork work, InMemoryData data) : IInvitationRepository
{
    /// <summary>Every invitation that was saved.</summary>
    public IReadOnlyList<Invitation> All => data.Invitations;

    /// <summary>Who used what; null for an address that has an account.</summary>
    public IReadOnlyList<(InvitationId Invitation, UserId? User)> Uses => [.. data.InvitationUses.Select(static use => (use.Invitation, use.User))];

    /// <inheritdoc/>
    public void Add(Invitation invitation) => work.Stage(() => data.Invitations.Add(invitation));

    /// <inheritdoc/>
    public Task<Invitation?> FindAsync(InvitationId id, CancellationToken ct) =>
        Task.FromResult(data.Invitations.Find(invitation => invitation.Id == id));

    /// <inheritdoc/>
    public Task<Invitation?> FindByTokenAsync(byte[] tokenHash, CancellationToken ct) =>
        Task.FromResult(data.Invitations.Find(invitation => invitation.TokenHash.AsSpan().SequenceEqual(tokenHash)));

    /// <inheritdoc/>
    public Task<Invitation?> HoldByTokenAsync(byte[] tokenHash, CancellationToken ct) => FindByTokenAsync(tokenHash, ct);

    /// <inheritdoc/>
    public Task<InvitationCounts> CountAsync(UserId inviter, DateTimeOffset now, CancellationToken ct)
    {
        var own = data.Invitations.Where(invitation => invitation.InviterUserId == inviter).ToList();
        var today = own.Where(invitation => invitation.CreatedAt > now.AddDays(-1)).ToList();
        return Task.FromResult(new InvitationCounts(
            own.Count(invitation => invitation.StatusAt(now) is InvitationStatus.Pending), today.Count,
            today.Count == 0 ? null : today.Min(static invitation => invitation.CreatedAt)));
    }

    /// <inheritdoc/>
    public Task<bool> WasUsedByAsync(InvitationId id, EmailAddress email, CancellationToken ct) =>
        Task.FromResult(data.InvitationUses.Exists(use => use.Invitation == id && use.Address == InMemoryData.Fold(email)));

    /// <inheritdoc/>
    public Task ForgetAcceptanceAsync(UserId userId, CancellationToken ct)
    {
        work.Stage(() =>
        {
            foreach (var use in data.InvitationUses.Where(use => use.User == userId).ToList())
            {
                data.InvitationUses[data.InvitationUses.IndexOf(use)] = use with { User = null };
                var promised = data.Invitations.Find(invitation => invitation.Id == use.Invitation)!.RoleIds;
                data.Roles.RemoveAll(given => given.UserId == userId && promised.Contains(InMemoryRoles.IdOf(given.Role)));
            }
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void RecordUse(Invitation invitation, EmailAddress email, UserId? userId, DateTimeOffset now, bool keep) => work.Stage(() =>
    {
        if (!keep)
        {
            return;
        }

        var address = InMemoryData.Fold(email);
        data.InvitationUses.RemoveAll(use => use.Invitation == invitation.Id && use.Address == address);
        data.InvitationUses.Add(new InMemoryData.InvitationUse(invitation.Id, address, userId, now));
        if (userId is { } invited)
        {
            data.Roles.AddRange(InMemoryRoles.Named(invitation.RoleIds).Select(role => (invited, role)));
        }
    });
}
