using UserSystem.Domain.Users;

namespace UserSystem.Domain.Roles;

/// <summary>Who has which role.</summary>
public interface IRoleRepository
{
    /// <summary>Gives a role that exists. Saved by the unit of work.</summary>
    Task AssignAsync(UserId userId, string role, CancellationToken ct);

    /// <summary>True where the person has the role by an assignment.</summary>
    Task<bool> HasRoleAsync(UserId userId, string role, CancellationToken ct);
}
