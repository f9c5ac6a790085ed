using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserSystem.Infrastructure.Persistence.Outbox;

/// <summary>A deferred command on its way. Its content is encrypted, and blanked once it is done.</summary>
internal sealed class OutboxMessage
{
    public required Guid Id { get; init; }

    public byte[]? Payload { get; init; }

    public int Attempts { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset NextAttemptAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public string? LastError { get; init; }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox_messages", static table =>
            table.HasComment("Commands to be carried out later, at least once; written in the transaction that asks for them."));
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).ValueGeneratedNever();
        builder.Property(message => message.Payload).HasComment("Encrypted under the master key; null once delivered.");
        builder.Property(message => message.Attempts).HasDefaultValue(0);
        builder.Property(message => message.NextAttemptAt).HasComment("While it is being worked on: the end of the lease.");
        builder.Property(message => message.LastError).HasColumnType("text").HasComment("The kind of the last failure, never its text.");
        builder.HasIndex(message => message.NextAttemptAt).HasFilter("delivered_at is null").HasDatabaseName("ix_outbox_messages_due");
        builder.HasIndex(message => message.DeliveredAt).HasFilter("delivered_at is not null").HasDatabaseName("ix_outbox_messages_delivered_at");
    }
}
