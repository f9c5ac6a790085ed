using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence;

/// <summary>What the database's refusals mean. Uniqueness is decided there and nowhere else.</summary>
internal static class Conflicts
{
    private static readonly FrozenDictionary<string, Error> ByConstraint = new Dictionary<string, Error>
    {
        ["ux_users_email_normalized"] = UserErrors.EmailTaken,
        ["ux_users_external_id"] = UserErrors.ExternalIdTaken,
        ["ux_user_attributes_user_key"] = CommonErrors.LostRace,
        ["ux_user_attributes_unique_value"] = AttributeErrors.ValueTaken,
        ["ck_user_attributes_count"] = AttributeErrors.TooMany,
        ["ck_user_attributes_size"] = AttributeErrors.StorageFull,
    }.ToFrozenDictionary();

    /// <summary>The error that a failed save or statement stands for; null where it is a fault of ours.</summary>
    public static Error? Find(Exception failure) => failure switch
    {
        DbUpdateConcurrencyException => CommonErrors.LostRace,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.CheckViolation } taken => ByConstraint.GetValueOrDefault(taken.ConstraintName ?? ""),
        // Whoever was loaded went for good meanwhile.
        PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation, ConstraintName: { } gone }
            when gone.EndsWith("_users_user_id", StringComparison.Ordinal) => CommonErrors.LostRace,
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => CommonErrors.LostRace,
        // The framework wraps a failed save, and once more, in advice to try again, what may pass by itself.
        DbUpdateException or InvalidOperationException when failure.InnerException is { } inner => Find(inner),
        _ => null,
    };
}
