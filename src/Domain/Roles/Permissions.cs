namespace UserSystem.Domain.Roles;

/// <summary>The permissions that the service itself asks for, as <c>resource:action</c>. One's own things need none.</summary>
public static class Permissions
{
    /// <summary>Stands for every permission there is.</summary>
    public const string Everything = "*";

    /// <summary>See other people.</summary>
    public const string UsersRead = "users:read";

    /// <summary>Bring people in, and change them.</summary>
    public const string UsersWrite = "users:write";

    /// <summary>Delete people, and bring them back.</summary>
    public const string UsersDelete = "users:delete";

    /// <summary>Keep people out, and let them in again.</summary>
    public const string UsersSuspend = "users:suspend";

    /// <summary>See other people's sessions.</summary>
    public const string SessionsRead = "sessions:read";

    /// <summary>End other people's sessions.</summary>
    public const string SessionsEnd = "sessions:end";

    /// <summary>See other people's attributes.</summary>
    public const string AttributesRead = "attributes:read";

    /// <summary>Change other people's attributes.</summary>
    public const string AttributesWrite = "attributes:write";

    /// <summary>See other people's profiles whole.</summary>
    public const string ProfilesRead = "profiles:read";

    /// <summary>Invite people.</summary>
    public const string InvitationsCreate = "invitations:create";

    /// <summary>See other people's invitations.</summary>
    public const string InvitationsRead = "invitations:read";

    /// <summary>Invite many people, and at once.</summary>
    public const string InvitationsBulk = "invitations:bulk";

    /// <summary>Give people roles, no more than one holds oneself.</summary>
    public const string RolesAssign = "roles:assign";

    /// <summary>See what everybody's doings add up to.</summary>
    public const string AnalyticsRead = "analytics:read";

    /// <summary>Read how the service does, from another machine.</summary>
    public const string MetricsRead = "metrics:read";

    /// <summary>All of them but <see cref="Everything"/>, as the design names them.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        UsersRead, UsersWrite, UsersDelete, UsersSuspend, "users:import",
        AttributesRead, AttributesWrite,
        InvitationsCreate, InvitationsRead, InvitationsBulk,
        "roles:read", "roles:write", RolesAssign,
        "permissions:read", "permissions:write", "permissions:grant",
        "authorization:check",
        "audit:read", "audit:verify",
        SessionsRead, SessionsEnd,
        "activity:read", AnalyticsRead,
        ProfilesRead, "profiles:verify",
        "service_accounts:read", "service_accounts:write",
        MetricsRead, "exports:read",
    ];
}
