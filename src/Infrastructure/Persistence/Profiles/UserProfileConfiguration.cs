using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserSystem.Domain.Profiles;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Profiles;

internal sealed class UserProfileConfiguration : IEntityTypeConfiguration<UserProfile>
{
    public void Configure(EntityTypeBuilder<UserProfile> builder)
    {
        builder.ToTable("user_profiles", static table =>
            table.HasComment("What people tell about themselves. A trigger makes everybody's row; the service only updates."));
        builder.HasKey(profile => profile.UserId);
        builder.Property(profile => profile.UserId).ValueGeneratedNever();
        builder.Property(profile => profile.Bio).HasColumnType("text");
        builder.Property(profile => profile.Location).HasMaxLength(100);
        builder.Property(profile => profile.Website).HasMaxLength(255);
        builder.Property(profile => profile.SocialLinks).HasColumnType("jsonb").HasDefaultValueSql("'[]'");
        builder.Property(profile => profile.PhoneNumber).HasMaxLength(20).HasComment("E.164.");
        builder.Property(profile => profile.EmergencyContact).HasColumnType("jsonb");
        builder.Property(profile => profile.AvatarKey).HasColumnType("text").HasComment("Where the picture is stored.");
        builder.Property(profile => profile.AvatarContentType).HasColumnType("text");
        builder.Property(profile => profile.AvatarHash).HasComment("SHA-256 of the picture.");
        builder.Property(profile => profile.Version).HasDefaultValue(1).ValueGeneratedOnAddOrUpdate().IsConcurrencyToken();
        builder.Property(profile => profile.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(profile => profile.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAddOrUpdate();
        builder.HasOne<User>().WithOne().HasForeignKey<UserProfile>(profile => profile.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
