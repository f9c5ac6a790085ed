using UserSystem.Application.Ports;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>Who may send a request. Every request states it; one without a statement does not compile.</summary>
public sealed class Access
{
    /// <summary>Anyone, known or not.</summary>
    public static readonly Access Anonymous = new("anonymous");

    /// <summary>Anyone who is logged in, about their own things.</summary>
    public static readonly Access OwnData = new("own_data") { NeedsToken = true };

    /// <summary>Anyone who is logged in, about things of others that are meant to be seen; which those are, the handler decides.</summary>
    public static readonly Access Member = new("member") { NeedsToken = true };

    /// <summary>The service itself: work that it deferred, and its command line.</summary>
    public static readonly Access System = new("system") { IsForSystem = true };

    private Access(string name) => Name = name;

    /// <summary>A word for descriptions and tests.</summary>
    public string Name { get; }

    /// <summary>True where somebody has to be logged in.</summary>
    public bool NeedsToken { get; private init; }

    /// <summary>The permission that the caller must hold; null where none is asked for.</summary>
    public string? Permission { get; private init; }

    private bool IsForSystem { get; init; }

    /// <summary>Those who hold a permission, about anybody's things; the service itself holds all.</summary>
    public static Access Holding(string permission) => new(permission) { NeedsToken = true, Permission = permission };

    /// <summary>Why this caller may not; null where they may.</summary>
    public ValueTask<Error?> CheckAsync(ICaller caller, IPermissions permissions, CancellationToken ct) =>
        Permission is null || caller.IsSystem || caller.Identity is null
            ? ValueTask.FromResult(CheckIdentity(caller))
            : CheckPermissionAsync(Permission, caller.UserId, permissions, ct);

    private Error? CheckIdentity(ICaller caller) => this switch
    {
        { IsForSystem: true } => caller.IsSystem ? null : CommonErrors.AccessDenied,
        { NeedsToken: true } when caller.Identity is null && !(Permission is not null && caller.IsSystem) => caller.Refusal ?? CommonErrors.TokenMissing,
        _ => null,
    };

    private static async ValueTask<Error?> CheckPermissionAsync(
        string permission, Domain.Users.UserId userId, IPermissions permissions, CancellationToken ct) =>
        (await permissions.OfAsync(userId, ct)).Holds(permission) ? null : new MissingPermissionError(permission);
}

/// <summary>What states who may send it.</summary>
public interface IGuarded
{
    /// <summary>Who may.</summary>
    static abstract Access Access { get; }
}
