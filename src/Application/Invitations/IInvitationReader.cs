using UserSystem.Application.Shared;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Invitations;

/// <summary>Invitations as they are shown. One statement a question.</summary>
public interface IInvitationReader
{
    /// <summary>The invitation with this id, or null.</summary>
    Task<InvitationDto?> FindAsync(InvitationId id, DateTimeOffset now, CancellationToken ct);

    /// <summary>What somebody sent, newest first, from a place in the list on. The list must be free to be cut by whoever asked.</summary>
    Task<List<InvitationDto>> ListAsync(UserId inviter, InvitationStatus? status, DateTimeOffset now, Position? after, int limit, CancellationToken ct);

    /// <summary>
    /// What invitations led to that were made from one instant on and before another; null is no bound. Of one person, or of everybody.
    /// </summary>
    Task<InvitationAnalyticsDto> AnalyseAsync(UserId? inviter, DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Who came by somebody's invitations, by theirs and so on, nearest first: living people with a proven address, each once.
    /// </summary>
    Task<List<InviteeDto>> ListInviteesAsync(UserId root, int depth, int limit, CancellationToken ct);
}
