using System.Collections.Frozen;
using Npgsql;
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
    }.ToFrozenDictionary();

    /// <summary>The error that a refusal stands for; null where it is a fault of ours.</summary>
    public static Error? Find(PostgresException? failure) => failure?.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => ByConstraint.GetValueOrDefault(failure.ConstraintName ?? ""),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => CommonErrors.LostRace,
        _ => null,
    };
}
