using UserSystem.Application.Ports;
using UserSystem.Application.Roles;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Invitations;

/// <summary>Who may invite, and to which roles: nobody gives more than they hold, neither when they invite nor when the invitation is used.</summary>
internal sealed class InvitedRoles(IRoleRepository roles, IPermissions permissions)
{
    /// <summary>Null where this person may give these roles, all of which exist.</summary>
    public async Task<Error?> CheckAsync(UserId giver, IReadOnlyList<RoleId> wanted, CancellationToken ct)
    {
        if (wanted.Count == 0)
        {
            return null;
        }

        // Which roles there are is told to those only who may give some.
        var own = await permissions.OfAsync(giver, ct);
        if (!own.Holds(Permissions.RolesAssign))
        {
            return new MissingPermissionError(Permissions.RolesAssign);
        }

        var grants = await roles.FindGrantsAsync(wanted, ct);
        var unknown = wanted.Select(static (role, index) => (role, index)).Where(each => !grants.Known.Contains(each.role))
            .Select(static each => AccessFaults.UnknownRole with { Path = $"roleIds[{each.index}]" }).ToList();
        return unknown.Count > 0 ? new ValidationError(unknown)
            : own.HoldsAllOf(grants.Permissions) ? null
            : AccessErrors.GivesMoreThanHeld;
    }

    /// <summary>True where this person may still invite, and give these roles; those that are gone count for nothing.</summary>
    public async Task<bool> MayStillInviteAsync(UserId giver, IReadOnlyList<RoleId> promised, CancellationToken ct)
    {
        var own = await permissions.OfAsync(giver, ct);
        return own.Holds(Permissions.InvitationsCreate)
            && (promised.Count == 0 || (own.Holds(Permissions.RolesAssign) && own.HoldsAllOf((await roles.FindGrantsAsync(promised, ct)).Permissions)));
    }
}
