using UserSystem.Domain.Users;

namespace UserSystem.Domain.Roles;

/// <summary>Who has which role.</summary>
public interface IRoleRepository
{
    /// <summary>Gives a role that exists. Saved by the unit of work.</summary>
    Task AssignAsync(UserId userId, string role, CancellationToken ct);

    /// <summary>True where the person has the role by an assignment.</summary>
    Task<bool> HasRoleAsync(UserId userId, string role, CancellationToken ct);

    /// <summary>
    /// True where the person is an administrator and nobody else who is active is one. Until the unit of work commits no other
    /// administrator can be asked about, on any node: of two who leave at the same moment, one stays.
    /// </summary>
    Task<bool> IsLastAdministratorAsync(UserId userId, DateTimeOffset now, CancellationToken ct);
}
