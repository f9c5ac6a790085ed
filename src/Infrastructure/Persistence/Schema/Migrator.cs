using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace UserSystem.Infrastructure.Persistence.Schema;

/// <summary>Brings the schema to a version: one node at a time, the others wait for it.</summary>
public sealed class Migrator(NpgsqlDataSource database, IServiceScopeFactory scopes, ILogger<Migrator> logger)
{
    // Any number that nobody else uses in this database.
    private const long Lock = 0x5573657253797374;

    /// <summary>The versions there are, oldest first.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. typeof(Migrator).Assembly.GetTypes()
            .Select(static type => (MigrationAttribute?)Attribute.GetCustomAttribute(type, typeof(MigrationAttribute)))
            .OfType<MigrationAttribute>().Select(static migration => migration.Id).Order(StringComparer.Ordinal),
    ];

    /// <summary>Goes up to the newest version, or to the one that is named, up or down; <c>0</c> is the empty database.</summary>
    public async Task MigrateAsync(string? target, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_lock({Lock})", ct);
        try
        {
            var pending = Known.Except(await AppliedAsync(connection, ct)).ToList();
            if (target is not null || pending.Count > 0)
            {
                logger.Migrating(pending.Count, target ?? pending[^1]);
                await using var scope = scopes.CreateAsyncScope();
                var context = scope.ServiceProvider.GetRequiredService<UserSystemDbContext>();
                context.Database.SetCommandTimeout(TimeSpan.FromHours(1));
                await context.GetService<IMigrator>().MigrateAsync(target, ct);
            }
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }

        // Whoever migrated: connections must learn of the types that exist by now.
        await database.ReloadTypesAsync(ct);
    }

    /// <summary>True where the database has every version that this build knows; connections know its types from then on.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (Known.Except(await AppliedAsync(connection, ct)).Any())
        {
            return false;
        }

        // Somebody else may have migrated since this node first connected.
        await database.ReloadTypesAsync(ct);
        return true;
    }

    private static async Task<IReadOnlyList<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand($"select to_regclass('{PersistenceRegistration.HistoryTable}') is not null", connection);
        if (await exists.ExecuteScalarAsync(ct) is not true)
        {
            return [];
        }

        await using var command = new NpgsqlCommand($"select \"MigrationId\" from {PersistenceRegistration.HistoryTable}", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        var applied = new List<string>();
        while (await row.ReadAsync(ct))
        {
            applied.Add(row.GetString(0));
        }

        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
