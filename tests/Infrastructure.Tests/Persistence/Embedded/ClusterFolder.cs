using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using UserSystem.Infrastructure.Persistence.Embedded;

namespace UserSystem.Infrastructure.Tests.Persistence.Embedded;

/// <summary>A folder of one test, which the server's user can reach, and the clusters started in it.</summary>
internal sealed class ClusterFolder : IAsyncDisposable
{
    private readonly List<EmbeddedPostgres> _started = [];

    public ClusterFolder()
    {
        // If we are killed, the next test process knows this name as a dead one's.
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"user-system-tests-{Environment.ProcessId}-{Guid.NewGuid():n}"[..38]);
        UnixFiles.CreateTraversable(Path);
    }

    public string Path { get; }

    public string DataDirectory => System.IO.Path.Combine(Path, "postgres");

    public EmbeddedPostgres New()
    {
        var postgres = new EmbeddedPostgres(
            new EmbeddedPostgresOptions { DataDirectory = DataDirectory }, NullLogger<EmbeddedPostgres>.Instance, TimeProvider.System);
        _started.Add(postgres);
        return postgres;
    }

    public int ProcessId => int.Parse(PidFile[0], CultureInfo.InvariantCulture);

    /// <summary>postmaster.pid: pid, data directory, start time, port, socket directory, listen address, ...</summary>
    public string[] PidFile => File.ReadAllLines(System.IO.Path.Combine(DataDirectory, "postmaster.pid"));

    /// <summary>A dead process that nobody has buried does not count.</summary>
    public static bool IsAlive(int processId) =>
        File.Exists($"/proc/{processId}/stat") && !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);

    public static async Task<object?> AskAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var postgres in _started)
        {
            await postgres.DisposeAsync();
        }

        Directory.Delete(Path, recursive: true);
    }
}
