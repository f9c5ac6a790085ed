using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using UserSystem.Infrastructure.Persistence.Embedded;

namespace UserSystem.Testing;

/// <summary>A PostgreSQL of one test, which may be treated as the one that all tests share may not: stopped, paused, crashed, filled.</summary>
public sealed partial class OwnPostgres : IAsyncDisposable
{
    private const int Kill = 9, Continue = 18, Stop = 19;

    private static int _count;

    private readonly string _folder =
        $"{TestPostgresLeftOvers.FolderOf(Environment.ProcessId.ToString(CultureInfo.InvariantCulture))}-own{Interlocked.Increment(ref _count)}";

    private readonly EmbeddedPostgres _server;
    private IReadOnlyList<int> _paused = [];

    private OwnPostgres(int maxConnections)
    {
        UnixFiles.CreateTraversable(_folder);
        var options = new EmbeddedPostgresOptions
        {
            DataDirectory = Path.Combine(_folder, "postgres"),
            Settings = { ["max_connections"] = maxConnections.ToString(CultureInfo.InvariantCulture) },
        };
        _server = new EmbeddedPostgres(options, NullLogger<EmbeddedPostgres>.Instance, TimeProvider.System);
    }

    /// <summary>The owner's connection string.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Makes and starts one.</summary>
    public static async Task<OwnPostgres> CreateAsync(int maxConnections)
    {
        var postgres = new OwnPostgres(maxConnections);
        await postgres.StartAsync();
        return postgres;
    }

    /// <summary>Starts it, again if need be, at the same address.</summary>
    public async Task StartAsync() => ConnectionString = await _server.StartAsync(CancellationToken.None);

    /// <summary>Ends all its sessions and stops it.</summary>
    public Task StopAsync() => _server.StopAsync(CancellationToken.None);

    /// <summary>Stops every process of it where it stands: connections stay open, and nothing answers.</summary>
    public void Pause()
    {
        var postmaster = ProcessId();
        Signal(postmaster, Stop);
        _paused = [postmaster, .. ChildrenOf(postmaster)];
        foreach (var process in _paused)
        {
            Signal(process, Stop);
        }
    }

    /// <summary>Lets it go on after <see cref="Pause"/>.</summary>
    public void Resume()
    {
        foreach (var process in _paused)
        {
            Signal(process, Continue);
        }

        _paused = [];
    }

    /// <summary>Kills one of its own processes, after which it throws all sessions out and recovers from its log.</summary>
    public void Crash()
    {
        var postmaster = ProcessId();
        Signal(ChildrenOf(postmaster).First(static child => File.ReadAllText($"/proc/{child}/cmdline").Contains("walwriter", StringComparison.Ordinal)), Kill);
    }

    /// <summary>An open connection outside any pool, which writes whatever the database's defaults are.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Pooling = false,
            ApplicationName = "test",
            Options = "-c default_transaction_read_only=off",
        }.ConnectionString);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Carries out statements and returns their first value.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Resume();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private int ProcessId() =>
        int.Parse(File.ReadLines(Path.Combine(_folder, "postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static IReadOnlyList<int> ChildrenOf(int process) =>
        [.. File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static child => int.Parse(child, CultureInfo.InvariantCulture))];

    private static void Signal(int process, int signal) => _ = SendSignal(process, signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
