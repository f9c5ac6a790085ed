using UserSystem.Domain.Shared;

namespace UserSystem.Application.Roles;

/// <summary>What can be wrong with a member of a request about access beyond its shape.</summary>
public static class AccessFaults
{
    /// <summary>A role that does not exist, or that everybody has.</summary>
    [Explanation(
        "No role has this id, or it is the role that everybody has anyway.",
        "Send ids of roles that can be given.")]
    public static readonly Fault UnknownRole = new("roleIds", "role.unknown", "There is no such role that could be given.");
}
