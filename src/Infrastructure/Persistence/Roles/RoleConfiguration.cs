using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Roles;

internal sealed class RoleConfiguration : IEntityTypeConfiguration<Role>
{
    public void Configure(EntityTypeBuilder<Role> builder)
    {
        builder.ToTable("roles", static table =>
        {
            table.HasComment("Sets of permissions that are given together.");
            table.HasCheckConstraint("ck_roles_not_its_own_parent", "parent_role_id <> id");
        });
        builder.HasKey(role => role.Id);
        builder.Property(role => role.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(role => role.Name).HasMaxLength(100);
        builder.Property<string>("NameNormalized").HasColumnType("varchar(100)")
            .HasComputedColumnSql("lower(name collate \"und-x-icu\")", stored: true);
        builder.HasIndex("NameNormalized").IsUnique().HasDatabaseName("ux_roles_name_normalized");
        builder.Property(role => role.Description).HasColumnType("text");
        builder.Property(role => role.IsActive).HasDefaultValue(true).HasSentinel(true);
        builder.Property(role => role.IsSystem).HasDefaultValue(false);
        builder.Property(role => role.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(role => role.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAddOrUpdate();
        builder.HasIndex(role => role.ParentRoleId).HasDatabaseName("ix_roles_parent_role_id");
        builder.HasOne<Role>().WithMany().HasForeignKey(role => role.ParentRoleId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PermissionConfiguration : IEntityTypeConfiguration<Permission>
{
    public void Configure(EntityTypeBuilder<Permission> builder)
    {
        builder.ToTable("permissions", static table => table.HasComment("What can be allowed, as resource:action; * is everything."));
        builder.HasKey(permission => permission.Id);
        builder.Property(permission => permission.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(permission => permission.Name).HasMaxLength(151);
        builder.HasIndex(permission => permission.Name).IsUnique().HasDatabaseName("ux_permissions_name");
        builder.Property(permission => permission.Description).HasColumnType("text");
        builder.Property(permission => permission.Resource).HasMaxLength(100);
        builder.Property(permission => permission.Action).HasMaxLength(50);
        builder.Property(permission => permission.Conditions).HasColumnType("jsonb").HasComment("When it holds; null for always.");
    }
}

internal sealed class RolePermissionConfiguration : IEntityTypeConfiguration<RolePermission>
{
    public void Configure(EntityTypeBuilder<RolePermission> builder)
    {
        builder.ToTable("role_permissions", static table => table.HasComment("What roles grant."));
        builder.HasKey(grant => new { grant.RoleId, grant.PermissionId });
        builder.Property<string?>("Conditions").HasColumnType("jsonb").HasComment("When the grant holds; null for always.");
        builder.HasIndex(grant => grant.PermissionId).HasDatabaseName("ix_role_permissions_permission_id");
        builder.HasOne<Role>().WithMany().HasForeignKey(grant => grant.RoleId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Permission>().WithMany().HasForeignKey(grant => grant.PermissionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class UserRoleConfiguration : IEntityTypeConfiguration<UserRole>
{
    public void Configure(EntityTypeBuilder<UserRole> builder)
    {
        builder.ToTable("user_roles", static table => table.HasComment("Who has which role, since when, until when and from whom."));
        builder.HasKey(assignment => assignment.Id);
        builder.Property(assignment => assignment.Id).HasDefaultValueSql("gen_random_uuid()").ValueGeneratedOnAdd();
        builder.Property(assignment => assignment.AssignedAt).HasDefaultValueSql("now()");
        builder.HasIndex(assignment => new { assignment.UserId, assignment.RoleId }).IsUnique().HasDatabaseName("ux_user_roles_user_role");
        builder.HasIndex(assignment => assignment.RoleId).HasDatabaseName("ix_user_roles_role_id");
        builder.HasIndex(assignment => assignment.AssignedBy).HasFilter("assigned_by is not null").HasDatabaseName("ix_user_roles_assigned_by");
        builder.HasOne<User>().WithMany().HasForeignKey(assignment => assignment.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Role>().WithMany().HasForeignKey(assignment => assignment.RoleId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(assignment => assignment.AssignedBy).OnDelete(DeleteBehavior.SetNull);
    }
}
