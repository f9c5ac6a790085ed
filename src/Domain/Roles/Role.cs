using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Roles;

/// <summary>Identifies a <see cref="Role"/>.</summary>
public readonly record struct RoleId(Guid Value) : IEntityId<RoleId>
{
    /// <inheritdoc/>
    public static RoleId From(Guid value) => new(value);
}

/// <summary>A set of permissions that people are given together; it inherits those of its parent.</summary>
public sealed class Role : Entity
{
    private Role()
    {
    }

    /// <summary>Never changes.</summary>
    public RoleId Id { get; private set; }

    /// <summary>Unique without regard to case; up to 100 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is for.</summary>
    public string? Description { get; private set; }

    /// <summary>The role that it inherits from.</summary>
    public RoleId? ParentRoleId { get; private set; }

    /// <summary>Came with the installation and cannot be changed.</summary>
    public bool IsSystem { get; private set; }

    /// <summary>An inactive role grants nothing.</summary>
    public bool IsActive { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it last changed; kept by the database.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }
}

/// <summary>Identifies a <see cref="Permission"/>.</summary>
public readonly record struct PermissionId(Guid Value) : IEntityId<PermissionId>
{
    /// <inheritdoc/>
    public static PermissionId From(Guid value) => new(value);
}

/// <summary>The right to do one thing to one kind of thing.</summary>
public sealed class Permission : Entity
{
    private Permission()
    {
    }

    /// <summary>Never changes.</summary>
    public PermissionId Id { get; private set; }

    /// <summary><c>resource:action</c>, unique; <c>*</c> is everything.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it allows.</summary>
    public string? Description { get; private set; }

    /// <summary>The kind of thing.</summary>
    public string Resource { get; private set; } = "";

    /// <summary>What may be done to it.</summary>
    public string Action { get; private set; } = "";

    /// <summary>A JSON object: when it holds; null for always.</summary>
    public string? Conditions { get; private set; }
}

/// <summary>A permission of a role.</summary>
public sealed class RolePermission
{
    private RolePermission()
    {
    }

    /// <summary>The role.</summary>
    public RoleId RoleId { get; private set; }

    /// <summary>What it grants.</summary>
    public PermissionId PermissionId { get; private set; }
}

/// <summary>A role of a person.</summary>
public sealed class UserRole : IStamped
{
    private UserRole()
    {
    }

    /// <summary>Gives a role from now on, without an end.</summary>
    public UserRole(UserId userId, RoleId roleId) => (UserId, RoleId) = (userId, roleId);

    /// <summary>Made by the database; what makes an assignment unique may grow.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who has it.</summary>
    public UserId UserId { get; private set; }

    /// <summary>What they have.</summary>
    public RoleId RoleId { get; private set; }

    /// <summary>Who gave it; null for the system.</summary>
    public UserId? AssignedBy { get; private set; }

    /// <summary>When it was given.</summary>
    public DateTimeOffset AssignedAt { get; private set; }

    /// <summary>From when on it counts; null for at once.</summary>
    public DateTimeOffset? ValidFrom { get; private set; }

    /// <summary>Until when it counts; null for good.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <inheritdoc/>
    public void Stamp(UserId? actor, DateTimeOffset now) => (AssignedBy, AssignedAt) = (actor, now);
}
