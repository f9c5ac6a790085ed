using UserSystem.Domain.Shared;

namespace UserSystem.Application.Roles;

/// <summary>What can be wrong with a member of a request about access beyond its shape.</summary>
public static class AccessFaults
{
    /// <summary>A role that does not exist, or that everybody has.</summary>
    public static readonly Fault UnknownRole = new("roleIds", "role.unknown", "There is no such role that could be given.");
}
