using UserSystem.Domain.Users;

namespace UserSystem.Domain.Invitations;

/// <summary>How many invitations somebody has made.</summary>
/// <param name="Open">That could still be used.</param>
/// <param name="LastDay">In the last 24 hours.</param>
/// <param name="OldestOfLastDay">When the first of those was made; null where there was none.</param>
public readonly record struct InvitationCounts(int Open, int LastDay, DateTimeOffset? OldestOfLastDay);

/// <summary>The invitations, as aggregates to be changed.</summary>
public interface IInvitationRepository
{
    /// <summary>A new one.</summary>
    void Add(Invitation invitation);

    /// <summary>The invitation with this id, or null.</summary>
    Task<Invitation?> FindAsync(InvitationId id, CancellationToken ct);

    /// <summary>The invitation with this secret's hash, to look at only, or null.</summary>
    Task<Invitation?> FindByTokenAsync(byte[] tokenHash, CancellationToken ct);

    /// <summary>
    /// The invitation with this secret's hash, or null. Until the unit of work commits, nobody else can change or hold it, on any node. To
    /// be asked after the address is held (<see cref="IUserRepository.FindByEmailForRegistrationAsync"/>).
    /// </summary>
    Task<Invitation?> HoldByTokenAsync(byte[] tokenHash, CancellationToken ct);

    /// <summary>
    /// What somebody made. Until the unit of work commits, nobody else can count the same person's, on any node.
    /// </summary>
    Task<InvitationCounts> CountAsync(UserId inviter, DateTimeOffset now, CancellationToken ct);

    /// <summary>True where a registration with this address has used the invitation already: it uses it once, however often it is repeated.</summary>
    Task<bool> WasUsedByAsync(InvitationId id, EmailAddress email, CancellationToken ct);

    /// <summary>
    /// A registration that is replaced before anybody proved to have made it was invited by nobody: what its invitation gave is taken
    /// away. For somebody who was never invited it touches nothing, and takes as long.
    /// </summary>
    Task ForgetAcceptanceAsync(UserId userId, CancellationToken ct);

    /// <summary>
    /// Keeps, when the unit of work has saved, that the address used the invitation, and gives <paramref name="userId"/> its roles. The
    /// database waits for it equally long where nothing is to be kept.
    /// </summary>
    /// <param name="invitation">The invitation.</param>
    /// <param name="email">The address that signed up.</param>
    /// <param name="userId">Who signed up; null for an address that has an account already.</param>
    /// <param name="now">The present.</param>
    /// <param name="keep">False where nothing was used.</param>
    void RecordUse(Invitation invitation, EmailAddress email, UserId? userId, DateTimeOffset now, bool keep);
}
