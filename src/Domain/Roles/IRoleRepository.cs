using UserSystem.Domain.Users;

namespace UserSystem.Domain.Roles;

/// <summary>What some roles allow together.</summary>
/// <param name="Known">Those of the roles that exist and can be given.</param>
/// <param name="Permissions">What they allow.</param>
public sealed record RoleGrants(IReadOnlyCollection<RoleId> Known, PermissionSet Permissions);

/// <summary>Who has which role.</summary>
public interface IRoleRepository
{
    /// <summary>Gives a role that exists. Saved by the unit of work.</summary>
    Task AssignAsync(UserId userId, string role, CancellationToken ct);

    /// <summary>
    /// What these roles and those that they inherit from could ever allow: under conditions and while inactive too. Of the roles, those
    /// that exist and can be given.
    /// </summary>
    Task<RoleGrants> FindGrantsAsync(IReadOnlyCollection<RoleId> roles, CancellationToken ct);

    /// <summary>True where the person has the role by an assignment.</summary>
    Task<bool> HasRoleAsync(UserId userId, string role, CancellationToken ct);

    /// <summary>
    /// True where the person is an administrator and nobody else who is active is one. Until the unit of work commits no other
    /// administrator can be asked about, on any node: of two who leave at the same moment, one stays.
    /// </summary>
    Task<bool> IsLastAdministratorAsync(UserId userId, DateTimeOffset now, CancellationToken ct);
}
