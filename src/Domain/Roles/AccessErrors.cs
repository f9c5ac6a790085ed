using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Roles;

/// <summary>The caller is known and lacks a permission.</summary>
/// <param name="Permission">The one that is missing.</param>
public sealed record MissingPermissionError(string Permission)
    : Error(ErrorKind.Forbidden, CommonErrors.AccessDenied.Code, $"This needs the permission {Permission}.");

/// <summary>What can be refused about who may do what.</summary>
public static class AccessErrors
{
    /// <summary>Whoever acts on another must hold every permission that the other holds.</summary>
    [Explanation(
        "The person holds a permission that the caller does not hold, and nobody may act on those above.",
        "Have somebody do it who holds at least the same permissions, such as an administrator.")]
    public static readonly Error TargetOutranksCaller = Error.Forbidden(
        "access.target_outranks_caller", "This person holds permissions that you do not hold.");

    /// <summary>Nobody gives what they do not hold.</summary>
    [Explanation(
        "The roles allow what the caller may not do, now or under some condition.",
        "Leave the roles out, or let somebody send the call who holds all that they allow.")]
    public static readonly Error GivesMoreThanHeld = Error.Forbidden(
        "access.gives_more_than_held", "These roles hold permissions that you do not hold.");

    /// <summary>Nobody would be left who may do everything.</summary>
    [Explanation(
        "The person is the only active one who may do everything; without them nobody could.",
        "Make somebody else an administrator first, then try again.")]
    public static readonly Error LastAdministrator =
        Error.Conflict("access.last_administrator", "This is the last active administrator. Make somebody else one first.");
}
