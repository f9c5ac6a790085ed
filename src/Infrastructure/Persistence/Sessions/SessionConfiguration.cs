using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Sessions;

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("user_sessions", static table => table.HasComment("Logins; one that ran out has no ended_at."));
        builder.HasKey(session => session.Id);
        builder.Property(session => session.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(session => session.TokenHash).HasComment("SHA-256 of the current refresh token.");
        builder.Property(session => session.PreviousTokenHash).HasComment("SHA-256 of the refresh token before it.");
        builder.Property(session => session.CurrentTokenSealed)
            .HasComment("The current refresh token, encrypted under a key that only the previous token yields.");
        builder.Property(session => session.SuccessorSeenAt).HasComment("First use of the current generation's tokens.");
        builder.Property(session => session.UserAgent).HasColumnType("text");
        builder.Property<bool>("IsActive").HasComputedColumnSql("ended_at is null", stored: true);
        builder.Property(session => session.EndReason).HasConversion<WordConverter<SessionEndReason>>().HasColumnType("text");

        // Nothing that changes while a session lives is indexed, so that its rows change in place (heap-only tuples) at every refresh and
        // every note of activity. Tokens are looked up by the session that they name.
        builder.HasIndex(session => session.UserId, "ix_user_sessions_open").HasFilter("ended_at is null");
        builder.HasIndex(session => session.EndedAt).HasFilter("ended_at is not null").HasDatabaseName("ix_user_sessions_ended_at");
        builder.HasIndex(session => session.UserId, "ix_user_sessions_user_id");
        builder.HasIndex(session => session.DeviceId).HasDatabaseName("ix_user_sessions_device_id");
        builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Device>().WithMany().HasForeignKey(session => session.DeviceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DeviceConfiguration : IEntityTypeConfiguration<Device>
{
    public void Configure(EntityTypeBuilder<Device> builder)
    {
        builder.ToTable("user_devices", static table => table.HasComment("Devices from which people log in."));
        builder.HasKey(device => device.Id);
        builder.Property(device => device.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(device => device.Name).HasMaxLength(100);
        builder.Property(device => device.Trusted).HasDefaultValue(false);
        builder.Property(device => device.FirstSeenAt).HasDefaultValueSql("now()");
        builder.Property(device => device.LastSeenAt).HasDefaultValueSql("now()");
        builder.Property(device => device.DeviceInfo).HasColumnType("jsonb").HasDefaultValueSql("'{}'")
            .HasComment("Type, operating system and browser.");
        builder.HasIndex(device => device.UserId).HasDatabaseName("ix_user_devices_user_id");
        builder.HasIndex(device => device.LastSeenAt).HasDatabaseName("ix_user_devices_last_seen_at");
        builder.HasOne<User>().WithMany().HasForeignKey(device => device.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SecurityEventConfiguration : IEntityTypeConfiguration<SecurityEvent>
{
    public void Configure(EntityTypeBuilder<SecurityEvent> builder)
    {
        builder.ToTable("security_events", static table => table.HasComment("What people and guards should know of; never changed."));
        builder.HasKey(happened => happened.Id);
        builder.Property(happened => happened.Id).ValueGeneratedNever().HasDefaultValueSql("gen_random_uuid()");
        builder.Property(happened => happened.Kind).HasConversion<WordConverter<SecurityEventKind>>().HasColumnType("text");
        builder.Property(happened => happened.Severity).HasConversion<WordConverter<SecurityEventSeverity>>().HasColumnType("text");
        builder.Property<string>("Details").HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        builder.HasIndex(happened => new { happened.UserId, happened.At, happened.Id }).HasDatabaseName("ix_security_events_user_at");
        builder.HasIndex(happened => new { happened.SessionId, happened.Kind, happened.At }).HasDatabaseName("ix_security_events_session_kind_at");
        builder.HasOne<User>().WithMany().HasForeignKey(happened => happened.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Session>().WithMany().HasForeignKey(happened => happened.SessionId).OnDelete(DeleteBehavior.SetNull);
    }
}
