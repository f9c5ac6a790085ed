using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Invitations;

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations", static table =>
        {
            table.HasComment("Words of people that somebody may sign up. They go with the person who gave them.");
            table.HasCheckConstraint("ck_invitations_uses", "used_count between 0 and max_uses");
            table.HasCheckConstraint("ck_invitations_mailed_once", "email is null or max_uses = 1");
        });
        builder.HasKey(invitation => invitation.Id);
        builder.Property(invitation => invitation.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(invitation => invitation.TokenHash).HasComment("SHA-256 of the secret; of one by mail, of the secret mailed last.");
        builder.Property(invitation => invitation.InviterUserId).HasComment("While they are suspended or deleted, it is worth nothing.");
        builder.Property(invitation => invitation.Email).HasConversion<EmailAddressConverter>().HasMaxLength(EmailAddress.MaxLength)
            .HasComment("Whom it was mailed to; null for an open link.");
        builder.Property(invitation => invitation.Message).HasMaxLength(Invitation.MaxMessageLength).HasComment("A line to the invited.");
        builder.Ignore(invitation => invitation.RoleIds);
        builder.Property<Guid[]>("Roles").HasColumnName("role_ids").HasDefaultValueSql("'{}'")
            .HasComment("Roles for whoever signs up with it; one that is gone by then is not given, so that these are no references.");
        builder.Property(invitation => invitation.Attributes).HasColumnType("jsonb").HasComment("Values by keys for whoever signs up with it.");
        builder.Property(invitation => invitation.MaxUses).HasComment("For how many addresses it is good.");
        builder.Property(invitation => invitation.UsedCount).HasDefaultValue(0).HasComment("How many addresses used it.");
        builder.Property(invitation => invitation.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(invitation => invitation.IssuedAt).HasDefaultValueSql("now()");
        builder.Property(invitation => invitation.Version).HasDefaultValue(1).ValueGeneratedOnAddOrUpdate().IsConcurrencyToken()
            .HasComment("Bumped by a trigger with every change.");
        builder.HasIndex(invitation => invitation.TokenHash).IsUnique().HasDatabaseName("ux_invitations_token_hash");
        builder.HasIndex(invitation => new { invitation.InviterUserId, invitation.CreatedAt, invitation.Id }).HasDatabaseName("ix_invitations_inviter");
        // For the sums of a time alone: of an index that sorts, a list of one person's would be read through everybody's.
        builder.HasIndex(invitation => invitation.CreatedAt).HasMethod("brin").HasDatabaseName("ix_invitations_created_at");
        builder.HasOne<User>().WithMany().HasForeignKey(invitation => invitation.InviterUserId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>That an address used an invitation; hand-written SQL alone reads and writes it.</summary>
internal sealed class InvitationAcceptanceRow
{
    public InvitationId InvitationId { get; init; }

    public required byte[] AddressHash { get; init; }

    public UserId? UserId { get; init; }

    public DateTimeOffset AcceptedAt { get; init; }
}

internal sealed class InvitationAcceptanceConfiguration : IEntityTypeConfiguration<InvitationAcceptanceRow>
{
    public void Configure(EntityTypeBuilder<InvitationAcceptanceRow> builder)
    {
        builder.ToTable("invitation_acceptances", static table => table.HasComment("Which addresses used which invitations, each once, and who came of it."));
        builder.HasKey(row => new { row.InvitationId, row.AddressHash });
        builder.Property(row => row.AddressHash).HasComment("HMAC of the address; nothing can be read from it.");
        builder.Property(row => row.UserId).HasComment(
            "Who signed up; null for an address that had an account already, and for a registration that another one replaced.");
        builder.HasIndex(row => row.UserId).IsUnique().HasFilter("user_id is not null").HasDatabaseName("ux_invitation_acceptances_user_id");
        builder.HasOne<Invitation>().WithMany().HasForeignKey(row => row.InvitationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
