using Microsoft.Extensions.Logging;
using Npgsql;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>
/// A private PostgreSQL for a service without a connection string: made when it is missing, reached through a Unix socket
/// with a generated password and nowhere else, stopped with the service. When the service is killed, PostgreSQL goes on and
/// the next service takes it over; a second service beside a living one is refused.
/// </summary>
public sealed class EmbeddedPostgres(EmbeddedPostgresOptions options, ILogger<EmbeddedPostgres> logger, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ClusterLock? _lock;
    private volatile Running? _running;

    /// <summary>
    /// Whether the server is gone that <see cref="StartAsync"/> started or took over, and that nobody stopped by <see cref="StopAsync"/>.
    /// Asks the operating system alone, and waits for nobody.
    /// </summary>
    internal bool HasDied => _running is { Location: var location } && !Postmaster.IsAlive(location);

    /// <summary>Where the cluster lives; null while none runs.</summary>
    internal string? DataDirectory => _running?.Location.DataDirectory;

    /// <summary>
    /// Starts or takes over the server and returns its connection string. To call it again is harmless, and starts a server
    /// that has died since. Throws <see cref="EmbeddedPostgresException"/> with one line for the operator.
    /// </summary>
    public async Task<string> StartAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        var first = _running is null;
        try
        {
            return await StartLockedAsync(ct);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new EmbeddedPostgresException($"{fault.Message} Run as its owner, or set EmbeddedPostgres__DataDirectory to a directory of your own", fault);
        }
        catch when (first)
        {
            await StopLockedAsync(CancellationToken.None);
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// For a command beside a running service: the connection string of the service's server, which stays the service's to stop; where
    /// none runs, the same as <see cref="StartAsync"/>.
    /// </summary>
    public async Task<string> JoinAsync(CancellationToken ct)
    {
        try
        {
            return await StartAsync(ct);
        }
        catch (ClusterInUseException)
        {
            var location = await ClusterLocation.FindAsync(options.DataDirectory, logger, ct);
            if (await PostgresServer.SettledAsync(location, clock, ct) is not { } postmaster)
            {
                throw;
            }

            return await ConnectAsync(location, postmaster, ct);
        }
    }

    /// <summary>Stops the server that <see cref="StartAsync"/> started or took over; otherwise does nothing.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            await StopLockedAsync(ct);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The same as <see cref="StopAsync"/>, any number of times.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task<string> StartLockedAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var location = await ClusterLocation.FindAsync(options.DataDirectory, logger, ct);
        _lock ??= await ClusterLock.TakeAsync(location.LockFile, ct);
        var binaries = await PostgresBinaries.FindAsync(options.BinDirectory, PostgresBinaries.Candidates(), location, ct);
        var server = new PostgresServer(location, binaries, clock);
        var postmaster = await PostgresServer.SettledAsync(location, clock, ct);
        if (postmaster is null)
        {
            if (location.Major is null)
            {
                // An empty one in its place would pass for the loss of everything.
                if (_running is not null)
                {
                    throw new EmbeddedPostgresException($"{location.DataDirectory} is gone while the service runs; put it back, or start the service anew without it");
                }

                logger.CreatingCluster(binaries.Major, location.DataDirectory);
                await ClusterFactory.CreateAsync(location, binaries, options.Durable, ct);
            }

            _running = new Running(location, server);
            var socketDirectory = await SocketDirectory.CreateAsync(location, ct);
            await server.StartAsync(socketDirectory, options, ct);
            postmaster = await Postmaster.FindAsync(location, ct)
                ?? throw new EmbeddedPostgresException($"PostgreSQL in {location.DataDirectory} ended right after its start; see {location.ServerLog}");
            logger.Started(binaries.Major, location.DataDirectory, (long)clock.GetElapsedTime(began).TotalMilliseconds);
        }
        else if (_running is null)
        {
            _running = new Running(location, server);
            logger.TookOver(postmaster.ProcessId, location.DataDirectory);
        }

        return await ConnectAsync(location, postmaster, ct);
    }

    private async Task<string> ConnectAsync(ClusterLocation location, Postmaster postmaster, CancellationToken ct)
    {
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = postmaster.SocketDirectory,
            Port = postmaster.Port,
            Username = ClusterFactory.Role,
            Password = await ClusterFactory.PasswordAsync(location, ct),
            Database = ClusterFactory.Role,
        };
        while (true)
        {
            try
            {
                await OwnDatabase.EnsureAsync(connection, ct);
                return connection.ConnectionString;
            }
            catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InvalidPassword)
            {
                throw new EmbeddedPostgresException($"{location.PasswordFile} does not hold the password of {location.DataDirectory}; put the right one back", fault);
            }
            catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                // One that was taken over may still be recovering.
                await Task.Delay(Pause, clock, ct);
            }
        }
    }

    private async Task StopLockedAsync(CancellationToken ct)
    {
        if (_running is var (location, server))
        {
            Tell(await server.StopAsync(ct), location);
            await SocketDirectory.RemoveAsync(location, ct);
            _running = null;
        }

        _lock?.Dispose();
        _lock = null;
    }

    private void Tell(bool clean, ClusterLocation location)
    {
        if (clean)
        {
            logger.Stopped(location.DataDirectory);
        }
        else
        {
            logger.StoppedImmediately(location.DataDirectory);
        }
    }

    private sealed record Running(ClusterLocation Location, PostgresServer Server);
}
