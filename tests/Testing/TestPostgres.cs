using System.Globalization;
using Npgsql;

namespace UserSystem.Testing;

/// <summary>
/// Databases for tests: one server per test process, started by the first test that asks, one migrated template, and a
/// clone of it per <see cref="CreateDatabaseAsync"/>. Keep one instance per test project in a static field. The process's
/// end stops the server; test hosts that are cut off while ending leave it to the next test process, so that a
/// <c>[SetUpFixture]</c> of each project had better call <see cref="StopServerAsync"/>.
/// </summary>
/// <param name="migrate">Brings the empty template database behind the given connection string to the current schema.</param>
public sealed class TestPostgres(Func<string, Task> migrate) : IAsyncDisposable
{
    private static int _count;

    private readonly SemaphoreSlim _cloning = new(1, 1);
    private readonly string _prefix = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
    private bool _migrated;
    private int _clones;

    private string Template => _prefix + "_template";

    /// <summary>A fresh database with the current schema and nothing in it but what the migrations put there.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(CancellationToken ct)
    {
        var server = await TestPostgresCluster.StartAsync().WaitAsync(ct);
        var name = $"{_prefix}_{Interlocked.Increment(ref _clones).ToString(CultureInfo.InvariantCulture)}";

        // A template must have no connections, and CREATE DATABASE makes one of its own.
        await _cloning.WaitAsync(ct);
        try
        {
            await MigrateTemplateAsync(server, ct);
            await ExecuteAsync(server, $"create database {name} template {Template}", ct);
        }
        finally
        {
            _cloning.Release();
        }

        return new TestDatabase(server, name);
    }

    /// <summary>Stops the process's server; on a server that was there before us, removes the template.</summary>
    public async ValueTask DisposeAsync()
    {
        if (TestPostgresCluster.IsForeign && _migrated)
        {
            await ExecuteAsync(await TestPostgresCluster.StartAsync(), $"drop database if exists {Template} with (force)", CancellationToken.None);
        }

        await StopServerAsync();
        _migrated = false;
    }

    /// <summary>Stops the process's server, whoever started it; every database on it is gone.</summary>
    public static Task StopServerAsync() => TestPostgresCluster.StopAsync();

    internal static async Task ExecuteAsync(string server, string command, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(ct);
        await using var execute = new NpgsqlCommand(command, connection);
        await execute.ExecuteNonQueryAsync(ct);
    }

    private async Task MigrateTemplateAsync(string server, CancellationToken ct)
    {
        if (_migrated)
        {
            return;
        }

        await ExecuteAsync(server, $"drop database if exists {Template} with (force)", ct);
        await ExecuteAsync(server, $"create database {Template}", ct);
        await migrate(new NpgsqlConnectionStringBuilder(server) { Database = Template }.ConnectionString);

        // A pool of the migration's own may still hold connections.
        await ExecuteAsync(server, $"alter database {Template} allow_connections false", ct);
        await ExecuteAsync(server, $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{Template}'", ct);
        _migrated = true;
    }
}
