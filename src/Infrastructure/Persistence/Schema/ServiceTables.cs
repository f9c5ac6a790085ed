using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace UserSystem.Infrastructure.Persistence.Schema;

// Tables that hand-written SQL alone reads and writes; they are described here so that migrations know of them.

/// <summary>A key that signs access tokens.</summary>
internal sealed class SigningKeyRow
{
    public required string Kid { get; init; }

    public required string PublicJwk { get; init; }

    public required byte[] PrivateKey { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ActiveFrom { get; init; }

    public DateTimeOffset SignsUntil { get; init; }

    public DateTimeOffset VerifiesUntil { get; init; }
}

/// <summary>A key of the framework's data protection.</summary>
internal sealed class DataProtectionKeyRow
{
    public Guid Id { get; init; }

    public string? FriendlyName { get; init; }

    public required string Xml { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Failed attempts of one kind from one side.</summary>
internal sealed class LoginThrottleRow
{
    public required byte[] KeyHash { get; init; }

    public int Failures { get; init; }

    public DateTimeOffset? BlockedUntil { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What a request was answered that was sent under a key.</summary>
internal sealed class IdempotencyKeyRow
{
    public required byte[] KeyHash { get; init; }

    public required byte[] Answer { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class ServiceTablesConfiguration
    : IEntityTypeConfiguration<SigningKeyRow>, IEntityTypeConfiguration<DataProtectionKeyRow>, IEntityTypeConfiguration<LoginThrottleRow>,
      IEntityTypeConfiguration<IdempotencyKeyRow>
{
    public void Configure(EntityTypeBuilder<SigningKeyRow> builder)
    {
        builder.ToTable("signing_keys", static table => table.HasComment("Keys that sign access tokens (ES256)."));
        builder.HasKey(key => key.Kid);
        builder.Property(key => key.Kid).HasColumnType("text");
        builder.Property(key => key.PublicJwk).HasColumnType("jsonb").HasComment("RFC 7517.");
        builder.Property(key => key.PrivateKey).HasComment("PKCS#8, encrypted by data protection.");
        builder.Property(key => key.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(key => key.ActiveFrom).HasComment("Signs from here on; published before.");
        builder.Property(key => key.VerifiesUntil).HasComment("Published until here.");
    }

    public void Configure(EntityTypeBuilder<DataProtectionKeyRow> builder)
    {
        builder.ToTable("data_protection_keys", static table =>
            table.HasComment("Keys of the framework's data protection, shared by all nodes, encrypted under the master key."));
        builder.HasKey(key => key.Id);
        builder.Property(key => key.Id).HasDefaultValueSql("gen_random_uuid()");
        builder.Property(key => key.FriendlyName).HasColumnType("text");
        builder.Property(key => key.Xml).HasColumnType("text");
        builder.Property(key => key.CreatedAt).HasDefaultValueSql("now()");
    }

    public void Configure(EntityTypeBuilder<LoginThrottleRow> builder)
    {
        builder.ToTable("login_throttles", static table => table.HasComment("Failed attempts, by keyed hashes of account and address."));
        builder.HasKey(throttle => throttle.KeyHash);
        builder.Property(throttle => throttle.KeyHash).HasComment("HMAC of what is counted; nothing can be read from it.");
        builder.HasIndex(throttle => throttle.UpdatedAt).HasDatabaseName("ix_login_throttles_updated_at");
    }

    public void Configure(EntityTypeBuilder<IdempotencyKeyRow> builder)
    {
        builder.ToTable("idempotency_keys", static table =>
            table.HasComment("What requests were answered that may be sent again; written in the transaction of what they changed."));
        builder.HasKey(kept => kept.KeyHash);
        builder.Property(kept => kept.KeyHash).HasComment("SHA-256 of caller, method, path and key.");
        builder.Property(kept => kept.Answer).HasComment("SHA-256 of the request's body and the result, encrypted under the master key.");
        builder.HasIndex(kept => kept.ExpiresAt).HasDatabaseName("ix_idempotency_keys_expires_at");
    }
}
