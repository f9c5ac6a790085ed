using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using UserSystem.Infrastructure.Persistence.Embedded;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence.Embedded;

/// <summary>
/// A second process, this assembly's own Main, that starts a PostgreSQL, says where, and waits to be killed: only a real
/// SIGKILL proves what a crash leaves behind.
/// </summary>
internal sealed class Doomed : IDisposable
{
    private readonly Process _process;

    private Doomed(Process process, string connectionString) => (_process, ConnectionString) = (process, connectionString);

    public int ProcessId => _process.Id;

    public string ConnectionString { get; }

    /// <summary>Starts a service on that data directory; without one, a test process with its <see cref="TestPostgres"/>.</summary>
    public static async Task<Doomed> StartAsync(string? dataDirectory, CancellationToken ct)
    {
        string[] arguments = [typeof(Doomed).Assembly.Location, .. dataDirectory is null ? Array.Empty<string>() : [dataDirectory]];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(dataDirectory) ?? "",
        })!;
        return new Doomed(process, await process.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("It ended early."));
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Lets it end by itself, in peace.</summary>
    public void Leave()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static async Task Main(string[] arguments)
    {
        if (arguments is [var dataDirectory])
        {
            var postgres = new EmbeddedPostgres(
                new EmbeddedPostgresOptions { DataDirectory = dataDirectory }, NullLogger<EmbeddedPostgres>.Instance, TimeProvider.System);
            Console.WriteLine(await postgres.StartAsync(CancellationToken.None));
            await Console.In.ReadLineAsync();
            await postgres.DisposeAsync();
        }
        else
        {
            var database = await new TestPostgres(_ => Task.CompletedTask).CreateDatabaseAsync(CancellationToken.None);
            Console.WriteLine(database.ConnectionString);
            await Console.In.ReadLineAsync();
        }
    }
}
