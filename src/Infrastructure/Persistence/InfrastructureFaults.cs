using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Infrastructure.Persistence;

internal sealed class InfrastructureFaults(NpgsqlDataSource database) : IInfrastructureFaults
{
    /// <summary>
    /// Whether a statement failed rather than what was made of it. The driver may itself stumble, over nothing, where the server ends a
    /// session in the middle of a statement.
    /// </summary>
    public static bool IsOfDriver(Exception exception) =>
        exception is NpgsqlException or TimeoutException or NullReferenceException { Source: "Npgsql" };

    public bool IsOutage(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => IsOutage(inner),
        // The framework's advice to try again, around what may pass by itself.
        InvalidOperationException { InnerException: (NpgsqlException or DbUpdateException) and var inner } => IsOutage(inner),

        // The connection broke after the last statement: what says so is the transaction, which ended with it.
        InvalidOperationException { Source: "Npgsql" } when exception.Message.Contains(nameof(NpgsqlTransaction), StringComparison.Ordinal) => true,
        PostgresException when IsLostRace(exception) => true,
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => EndsIdleSessions(),
        PostgresException refused => refused.SqlState[..2] is "08" or "53" or "57" or "58",
        _ when IsOfDriver(exception) => true,
        _ => false,
    };

    public bool IsLostRace(Exception exception) => Conflicts.Find(exception) == CommonErrors.LostRace;

    // A session keeps the defaults of its database from the moment it began, and may be one with a standby: the next ones begin anew.
    private bool EndsIdleSessions()
    {
        database.Clear();
        return true;
    }
}
