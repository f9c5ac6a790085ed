using Npgsql;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>The service's database in its private cluster; made at the first start, or at the next if that one was cut short.</summary>
internal static class OwnDatabase
{
    /// <summary>Opens one connection to the database; makes it when it is missing.</summary>
    public static async Task EnsureAsync(NpgsqlConnectionStringBuilder target, CancellationToken ct)
    {
        try
        {
            await OpenAsync(target, target.Database!, command: null, ct);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await OpenAsync(target, "postgres", $"create database {ClusterFactory.Role}", ct);
        }
    }

    private static async Task OpenAsync(NpgsqlConnectionStringBuilder target, string database, string? command, CancellationToken ct)
    {
        // Npgsql loads the types of a database once; unpooled, these openings leave nothing behind.
        var once = new NpgsqlConnectionStringBuilder(target.ConnectionString) { Database = database, Pooling = false };
        await using var connection = new NpgsqlConnection(once.ConnectionString);
        await connection.OpenAsync(ct);
        if (command is not null)
        {
            await using var create = new NpgsqlCommand(command, connection);
            await create.ExecuteNonQueryAsync(ct);
        }
    }
}
