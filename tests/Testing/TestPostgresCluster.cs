using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using UserSystem.Infrastructure.Persistence.Embedded;

namespace UserSystem.Testing;

/// <summary>The one server of a test process: its own and fleeting, or the one that USERSYSTEM_TEST_POSTGRES names.</summary>
internal static class TestPostgresCluster
{
    private const string Variable = "USERSYSTEM_TEST_POSTGRES";

    private static readonly Lock Gate = new();
    private static readonly string Folder = TestPostgresLeftOvers.FolderOf(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    private static Task<string>? _started;
    private static EmbeddedPostgres? _postgres;

    static TestPostgresCluster() => AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAsync().GetAwaiter().GetResult();

    /// <summary>Whether the databases made here outlive us unless they are dropped.</summary>
    public static bool IsForeign => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>The administrator's connection string, unpooled; the first caller starts the server.</summary>
    public static Task<string> StartAsync()
    {
        lock (Gate)
        {
            // Not the caller's token: who gives up must not spoil the server for the others.
            return _started ??= Task.Run(() => StartOnceAsync(CancellationToken.None));
        }
    }

    /// <summary>Stops the server, if it is ours, and removes all that it wrote; the next caller gets a new one.</summary>
    public static async Task StopAsync()
    {
        EmbeddedPostgres? postgres;
        lock (Gate)
        {
            (postgres, _postgres, _started) = (_postgres, null, null);
        }

        if (postgres is not null)
        {
            await postgres.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static async Task<string> StartOnceAsync(CancellationToken ct)
    {
        if (IsForeign)
        {
            return Unpooled(Environment.GetEnvironmentVariable(Variable)!);
        }

        await TestPostgresLeftOvers.RemoveAsync(ct);
        UnixFiles.CreateTraversable(Folder);
        var options = new EmbeddedPostgresOptions
        {
            DataDirectory = Path.Combine(Folder, "postgres"),
            Durable = false,
            Settings = { ["max_connections"] = "300" },
        };
        _postgres = new EmbeddedPostgres(options, NullLogger<EmbeddedPostgres>.Instance, TimeProvider.System);
        return Unpooled(await _postgres.StartAsync(ct));
    }

    private static string Unpooled(string connection) => new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString;
}
