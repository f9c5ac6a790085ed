using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserSystem.Domain.Audit;

namespace UserSystem.Infrastructure.Persistence.Audit;

internal sealed class AuditRecordConfiguration : IEntityTypeConfiguration<AuditRecord>
{
    /// <summary>The name of the property that only the database knows.</summary>
    public const string Mac = "Mac";

    public void Configure(EntityTypeBuilder<AuditRecord> builder)
    {
        builder.ToTable("audit_log", static table => table.HasComment("Who changed what of others; rows are added and nothing else."));
        builder.HasKey(record => record.Id);
        builder.Property(record => record.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(record => record.Actor).HasColumnType("text").HasComment("user:{id}, service:{id} or system.");
        builder.Property(record => record.Action).HasColumnType("text").HasComment("resource.act");
        builder.Property(record => record.Target).HasColumnType("text").HasComment("resource:{id}");
        builder.Property(record => record.Before).HasColumnType("jsonb").HasComment("The members that changed, as they were.");
        builder.Property(record => record.After).HasColumnType("jsonb").HasComment("The same members, as they are.");
        builder.Property(record => record.SessionId).HasComment("Outlives the session, and is no reference to one.");
        builder.Property<byte[]>(Mac).IsRequired().HasComment("HMAC of the row under a key of the service.");
        builder.HasIndex(record => new { record.At, record.Id }).HasDatabaseName("ix_audit_log_at");
        builder.HasIndex(record => new { record.Target, record.At, record.Id }).HasDatabaseName("ix_audit_log_target");
        builder.HasIndex(record => new { record.Actor, record.At, record.Id }).HasDatabaseName("ix_audit_log_actor");
    }
}
