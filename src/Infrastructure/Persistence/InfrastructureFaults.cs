using Microsoft.EntityFrameworkCore;
using Npgsql;
using UserSystem.Application.Ports;

namespace UserSystem.Infrastructure.Persistence;

internal sealed class InfrastructureFaults : IInfrastructureFaults
{
    public bool IsOutage(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => IsOutage(inner),
        // The framework's advice to try again, around what may pass by itself.
        InvalidOperationException { InnerException: (NpgsqlException or DbUpdateException) and var inner } => IsOutage(inner),
        PostgresException refused => refused.SqlState[..2] is "08" or "53" or "57" || refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException => true,
        TimeoutException => true,
        _ => false,
    };
}
