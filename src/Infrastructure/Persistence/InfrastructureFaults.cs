using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Infrastructure.Persistence;

internal sealed class InfrastructureFaults : IInfrastructureFaults
{
    public bool IsOutage(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => IsOutage(inner),
        // The framework's advice to try again, around what may pass by itself.
        InvalidOperationException { InnerException: (NpgsqlException or DbUpdateException) and var inner } => IsOutage(inner),
        PostgresException when IsLostRace(exception) => true,
        PostgresException refused => refused.SqlState[..2] is "08" or "53" or "57" || refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException => true,
        TimeoutException => true,
        _ => false,
    };

    public bool IsLostRace(Exception exception) => Conflicts.Find(exception) == CommonErrors.LostRace;
}
