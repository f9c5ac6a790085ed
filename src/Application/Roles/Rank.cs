using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Roles;

/// <summary>Whoever acts on another person must hold every permission that the other holds; otherwise support could become administrator through an administrator's account.</summary>
internal sealed class Rank(ICaller caller, IPermissions permissions)
{
    /// <summary>Null where the caller may act on this person, as far as rank goes.</summary>
    public async ValueTask<Error?> CheckAsync(UserId target, CancellationToken ct)
    {
        if (caller.IsSystem || target == caller.UserId)
        {
            return null;
        }

        var own = await permissions.OfAsync(caller.UserId, ct);
        return own.HoldsAllOf(await permissions.OfAsync(target, ct)) ? null : AccessErrors.TargetOutranksCaller;
    }
}
