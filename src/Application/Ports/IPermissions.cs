using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Ports;

/// <summary>Tells what people may do, from memory where it can; a change counts at once on this node and within a second on others.</summary>
public interface IPermissions
{
    /// <summary>
    /// What the roles of this person allow at present, whether or not the person may use them: of somebody suspended it is what they
    /// could do again. Nothing for somebody unknown beyond what everybody may.
    /// </summary>
    ValueTask<PermissionSet> OfAsync(UserId userId, CancellationToken ct);
}
