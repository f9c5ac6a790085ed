using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Attributes;

internal sealed class UserAttributeConfiguration : IEntityTypeConfiguration<UserAttribute>
{
    public void Configure(EntityTypeBuilder<UserAttribute> builder)
    {
        builder.ToTable("user_attributes", static table =>
        {
            table.HasComment("Values of people under keys. What a key means, and who may see it, is said by its handler in the service.");
            table.HasCheckConstraint("ck_user_attributes_key", $"key ~ '{AttributeName.Pattern}'");
            table.HasCheckConstraint("ck_user_attributes_value_not_null", "jsonb_typeof(value) <> 'null'");
        });
        builder.HasKey(attribute => attribute.Id);
        builder.Property(attribute => attribute.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(attribute => attribute.Key).HasMaxLength(AttributeName.MaxLength);
        builder.Property(attribute => attribute.Value).HasColumnType("jsonb");
        builder.Property(attribute => attribute.IsUnique).HasDefaultValue(false).HasComment("Nobody else may have the value: the handler of the key said so when it was set.");
        builder.Property<int>("Size").HasComputedColumnSql("octet_length(value::text)", stored: true).HasComment("Bytes of the value as text; what limits the values of a person together.");
        builder.Property(attribute => attribute.Version).HasDefaultValueSql("nextval('user_attribute_versions')").ValueGeneratedOnAddOrUpdate().IsConcurrencyToken()
            .HasComment("From a sequence over all attributes, renewed by a trigger with every change: one that is set again never has an old version.");
        builder.Property(attribute => attribute.CreatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        builder.Property(attribute => attribute.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAddOrUpdate().HasComment("Set by a trigger with every change.");
        builder.Property(attribute => attribute.CreatedByUserId).HasComment("Null for the service itself.");
        builder.Property(attribute => attribute.UpdatedByUserId).HasComment("Null for the service itself.");
        builder.HasIndex(attribute => new { attribute.UserId, attribute.Key }).IsUnique().HasDatabaseName("ux_user_attributes_user_key");
        builder.HasIndex(attribute => attribute.CreatedByUserId).HasFilter("created_by_user_id is not null")
            .HasDatabaseName("ix_user_attributes_created_by");
        builder.HasIndex(attribute => attribute.UpdatedByUserId).HasFilter("updated_by_user_id is not null")
            .HasDatabaseName("ix_user_attributes_updated_by");
        builder.HasOne<User>().WithMany().HasForeignKey(attribute => attribute.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(attribute => attribute.CreatedByUserId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<User>().WithMany().HasForeignKey(attribute => attribute.UpdatedByUserId).OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class UserAttributeChangeConfiguration : IEntityTypeConfiguration<UserAttributeChange>
{
    public void Configure(EntityTypeBuilder<UserAttributeChange> builder)
    {
        builder.ToTable("user_attribute_changes", static table => table.HasComment("What happened to values of keys that keep a history; never changed."));
        builder.HasKey(change => change.Id);
        builder.Property(change => change.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(change => change.Key).HasMaxLength(AttributeName.MaxLength);
        builder.Property(change => change.OldValue).HasColumnType("jsonb").HasComment("Null where there was none.");
        builder.Property(change => change.NewValue).HasColumnType("jsonb").HasComment("Null where it went.");
        builder.Property(change => change.ChangedByUserId).HasComment("Null for the service itself.");
        builder.Property(change => change.ChangedAt).HasDefaultValueSql("now()").ValueGeneratedOnAdd();
        builder.HasIndex(change => new { change.UserId, change.Key, change.ChangedAt, change.Id }).HasDatabaseName("ix_user_attribute_changes_history");
        builder.HasIndex(change => change.ChangedByUserId).HasFilter("changed_by_user_id is not null").HasDatabaseName("ix_user_attribute_changes_changed_by");
        builder.HasOne<User>().WithMany().HasForeignKey(change => change.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(change => change.ChangedByUserId).OnDelete(DeleteBehavior.SetNull);
    }
}
