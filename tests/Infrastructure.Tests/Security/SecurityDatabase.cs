using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserSystem.Infrastructure.Persistence;
using UserSystem.Infrastructure.Persistence.Schema;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Security;

/// <summary>A migrated database of a test's own, with what connects to it.</summary>
internal sealed class SecurityDatabase : IAsyncDisposable
{
    private static readonly TestPostgres Postgres = new(MigrateAsync);

    private readonly TestDatabase _database;

    private SecurityDatabase(TestDatabase database)
    {
        _database = database;
        Source = PersistenceRegistration.BuildDataSource(new DatabaseOptions { ConnectionString = database.ConnectionString });
    }

    public NpgsqlDataSource Source { get; }

    public static async Task<SecurityDatabase> CreateAsync(CancellationToken ct) => new(await Postgres.CreateDatabaseAsync(ct));

    /// <summary>The first value of the first row.</summary>
    public async Task<T> AskAsync<T>(string sql, CancellationToken ct)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task ExecuteAsync(string sql, CancellationToken ct, params object[] parameters)
    {
        await using var command = Source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task MigrateAsync(string connection)
    {
        var services = new ServiceCollection().AddLogging().AddPersistence();
        services.AddOptions<DatabaseOptions>().Configure(options => options.ConnectionString = connection);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<Migrator>().MigrateAsync(target: null, CancellationToken.None);
    }
}
