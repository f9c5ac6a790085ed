using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>Whether the caller may see or change values of a key. What people may do with their own is known without asking for permissions.</summary>
internal sealed class AttributeAccess(ICaller caller, IPermissions permissions)
{
    /// <summary>True where the caller may see values of this person.</summary>
    public async ValueTask<bool> MayReadAsync(AttributeHandler handler, UserId owner, CancellationToken ct) =>
        caller.IsSystem || handler.Readers.IncludesMembers || (handler.Readers.IncludesPerson && owner == caller.UserId)
        || handler.Readers.AdmitsHolder(await permissions.OfAsync(caller.UserId, ct), Permissions.AttributesRead);

    /// <summary>True where the caller may see values of everybody.</summary>
    public async ValueTask<bool> MayReadOfAllAsync(AttributeHandler handler, CancellationToken ct) =>
        caller.IsSystem || handler.Readers.IncludesMembers
        || handler.Readers.AdmitsHolder(await permissions.OfAsync(caller.UserId, ct), Permissions.AttributesRead);

    /// <summary>True where the caller may see somebody who is deleted, as <c>GetUser</c> shows them.</summary>
    public async ValueTask<bool> MaySeeDeletedAsync(UserId owner, CancellationToken ct) =>
        caller.IsSystem || (owner != caller.UserId && (await permissions.OfAsync(caller.UserId, ct)).Holds(Permissions.UsersRead));

    /// <summary>True where the caller may change values of this person.</summary>
    public async ValueTask<bool> MayWriteAsync(AttributeHandler handler, UserId owner, CancellationToken ct) =>
        caller.IsSystem || (handler.Writers.IncludesPerson && owner == caller.UserId)
        || handler.Writers.AdmitsHolder(await permissions.OfAsync(caller.UserId, ct), Permissions.AttributesWrite);
}
