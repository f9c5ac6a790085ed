using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Users;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users", static table =>
        {
            table.HasComment("People. Ordinary queries read the view live_users, where soft delete lives.");
            table.HasCheckConstraint("ck_users_deleted_is_not_active", "deleted_at is null or status <> 'active'");
            table.HasCheckConstraint("ck_users_terms_together", "(terms_accepted_at is null) = (terms_version is null)");
            table.HasCheckConstraint("ck_users_terms_version", $"terms_version ~ '{TermsVersion.Pattern}'");
            // A clock of the application may run a little ahead of the database's.
            table.HasCheckConstraint("ck_users_terms_not_in_future", "terms_accepted_at <= now() + interval '5 minutes'");
        });
        builder.HasKey(user => user.Id);
        builder.Property(user => user.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(user => user.Email).HasConversion<EmailAddressConverter>().HasMaxLength(EmailAddress.MaxLength)
            .HasComment("As the person typed it.");
        builder.Property<string>("EmailNormalized").HasColumnType("varchar(255)")
            .HasComputedColumnSql("lower(email collate \"und-x-icu\")", stored: true)
            .HasComment("The look-up key; look-ups fold the same way, in SQL.");
        builder.HasIndex(["EmailNormalized"], "ux_users_email_normalized").IsUnique();
        // For the prefix search of administrators; the unique index follows the collation and cannot serve LIKE.
        builder.HasIndex(["EmailNormalized"], "ix_users_email_prefix").HasOperators("varchar_pattern_ops");
        builder.Property(user => user.Name).HasMaxLength(PersonName.MaxLength).HasComment("Null only for people brought in without one.");
        builder.Property(user => user.PasswordHash).HasMaxLength(255)
            .HasComment("PHC or crypt string; null for people who log in only through a provider.");
        builder.Property(user => user.Status).HasDefaultValue(UserStatus.PendingVerification).HasSentinel((UserStatus)(-1));
        builder.Property(user => user.TermsVersion).HasColumnType("text");
        builder.Property(user => user.ExternalId).HasColumnType("text").HasComment("The id in the system that the person came from.");
        builder.HasIndex(user => user.ExternalId).IsUnique().HasDatabaseName("ux_users_external_id");
        builder.Property(user => user.SecurityStamp).HasColumnType("text")
            .HasComment("Bookkeeping: changing it bumps neither updated_at nor version.");
        builder.Property(user => user.LastLoginAt).HasComment("Bookkeeping: changing it bumps neither updated_at nor version.");
        builder.Property(user => user.StatusBeforeDeletion).HasComment("What a restored person goes back to.");
        builder.Property(user => user.SuspensionReason).HasColumnType("text");
        builder.HasOne<User>().WithMany().HasForeignKey(user => user.SuspendedBy).OnDelete(DeleteBehavior.SetNull);
        builder.Property(user => user.PendingEmail).HasConversion<EmailAddressConverter>().HasMaxLength(EmailAddress.MaxLength).HasComment("The new address, until it is verified.");
        builder.Property(user => user.Version).HasDefaultValue(1).ValueGeneratedOnAddOrUpdate().IsConcurrencyToken()
            .HasComment("Bumped by a trigger with every visible change.");
        builder.Property(user => user.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(user => user.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAddOrUpdate()
            .HasComment("Set by a trigger with every visible change.");
        builder.HasIndex(user => new { user.CreatedAt, user.Id }, "ix_users_listing").HasFilter("deleted_at is null");
        builder.HasIndex(user => new { user.CreatedAt, user.Id }, "ix_users_deleted").HasFilter("deleted_at is not null");
        builder.HasIndex(user => user.DeletedAt).HasFilter("deleted_at is not null").HasDatabaseName("ix_users_purge");
        builder.HasIndex(user => new { user.Status, user.CreatedAt, user.Id }).HasFilter("status <> 'active' and deleted_at is null")
            .HasDatabaseName("ix_users_listing_inactive");
        builder.HasIndex(user => user.TermsVersion).HasFilter("terms_version is not null").HasDatabaseName("ix_users_terms_version");
        builder.HasIndex(user => user.TermsAcceptedAt).HasFilter("terms_accepted_at is not null")
            .HasDatabaseName("ix_users_terms_accepted_at");
        builder.HasIndex(user => user.SuspendedBy).HasFilter("suspended_by is not null").HasDatabaseName("ix_users_suspended_by");
        builder.Ignore(user => user.IsPending);
    }
}

internal sealed class TermsAcceptanceConfiguration : IEntityTypeConfiguration<TermsAcceptance>
{
    public void Configure(EntityTypeBuilder<TermsAcceptance> builder)
    {
        builder.ToTable("user_terms_acceptances", static table => table.HasComment("What people agreed to, and when; never changed."));
        builder.HasKey(acceptance => new { acceptance.UserId, acceptance.AcceptedAt, acceptance.Version });
        builder.Property(acceptance => acceptance.Version).HasColumnType("text");
        builder.HasOne<User>().WithMany().HasForeignKey(acceptance => acceptance.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class VerificationTokenConfiguration : IEntityTypeConfiguration<VerificationToken>
{
    public void Configure(EntityTypeBuilder<VerificationToken> builder)
    {
        builder.ToTable("verification_tokens", static table => table.HasComment("Single-use secrets that were mailed, as hashes."));
        builder.HasKey(token => token.Id);
        builder.Property(token => token.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(token => token.Purpose).HasConversion<WordConverter<VerificationPurpose>>().HasColumnType("text");
        builder.Property(token => token.TokenHash).HasComment("SHA-256 of the secret.");
        builder.Property(token => token.Payload).HasConversion<JsonTextConverter>().HasColumnType("jsonb").HasComment("What the purpose needs to remember.");
        builder.Property(token => token.UsedAt).IsConcurrencyToken().HasComment("When it was used or voided.");
        builder.HasIndex(token => token.TokenHash).IsUnique().HasDatabaseName("ux_verification_tokens_token_hash");
        builder.HasIndex(token => new { token.UserId, token.Purpose }).HasFilter("used_at is null")
            .HasDatabaseName("ix_verification_tokens_open");
        builder.HasIndex(token => token.UserId).HasDatabaseName("ix_verification_tokens_user_id");
        builder.HasOne<User>().WithMany().HasForeignKey(token => token.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
