using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Roles;

/// <summary>What can be refused about who may do what.</summary>
public static class AccessErrors
{
    /// <summary>Nobody would be left who may do everything.</summary>
    public static readonly Error LastAdministrator =
        Error.Conflict("access.last_administrator", "This is the last active administrator. Make somebody else one first.");
}
