using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Preferences;

internal sealed class UserPreferencesConfiguration : IEntityTypeConfiguration<UserPreferences>
{
    public void Configure(EntityTypeBuilder<UserPreferences> builder)
    {
        builder.ToTable("user_preferences", static table =>
            table.HasComment("How people like things to be. A trigger makes everybody's row; the service only updates."));
        builder.HasKey(preferences => preferences.UserId);
        builder.Property(preferences => preferences.UserId).ValueGeneratedNever();
        builder.Property(preferences => preferences.Theme).HasColumnType("text").HasDefaultValue("light");
        builder.Property(preferences => preferences.Language).HasColumnType("text").HasDefaultValue(Languages.Default).HasComment("BCP 47.");
        builder.Property(preferences => preferences.Locale).HasColumnType("text").HasComment("BCP 47.");
        builder.Property(preferences => preferences.Timezone).HasColumnType("text").HasDefaultValue("UTC").HasComment("IANA.");
        builder.Property(preferences => preferences.DateFormat).HasColumnType("text");
        builder.Property(preferences => preferences.Appearance).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        builder.Property(preferences => preferences.NotificationSettings).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        builder.Property(preferences => preferences.PrivacySettings).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        builder.Property(preferences => preferences.AccessibilitySettings).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        builder.Property(preferences => preferences.Version).HasDefaultValue(1).ValueGeneratedOnAddOrUpdate().IsConcurrencyToken();
        builder.Property(preferences => preferences.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(preferences => preferences.UpdatedAt).HasDefaultValueSql("now()").ValueGeneratedOnAddOrUpdate();
        builder.HasOne<User>().WithOne().HasForeignKey<UserPreferences>(preferences => preferences.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
