using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Infrastructure.Persistence.Nodes;

/// <summary>
/// Hears what the other nodes have to say, on a connection of its own, and knows whether it hears at all: it sends itself a heartbeat
/// through the database. Messages arrive in the order of their commits, so whoever hears a heartbeat has heard all from before it.
/// </summary>
internal sealed class NodeListener(
    IOptions<DatabaseOptions> options, NodeMessages messages, ServiceState state, TimeProvider clock, ILogger<NodeListener> logger)
    : BackgroundWork
{
    /// <summary>How the connection calls itself in <c>pg_stat_activity</c>.</summary>
    public const string ApplicationName = "user-system-nodes";

    private const string Heartbeat = "heartbeat:";
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(300);

    protected override async Task RunAsync(CancellationToken ct)
    {
        await state.WaitUntilReadyAsync(ct);
        await using var database = NpgsqlDataSource.Create(Connection(options.Value.ConnectionString));
        var heard = true;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(database, ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // Whatever it was, it is tried again; told once for each time that the others could be heard.
                if (heard || messages.Hears)
                {
                    logger.NodesUnheard(failure.GetType().Name);
                }

                heard = false;
                messages.BecomeDeaf();
            }

            await Task.Delay(HeartbeatInterval, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A network that swallows everything shows within a second or two, and is not waited for.
    private static string Connection(string database) => new NpgsqlConnectionStringBuilder(database)
    {
        ApplicationName = ApplicationName,
        Pooling = false,
        Timeout = 3,
        CommandTimeout = 1,
        CancellationTimeout = -1,
        TcpKeepAlive = true,
    }.ConnectionString;

    private async Task ListenAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);

        // A name of this connection only: what an earlier one sent, and the network kept, proves nothing.
        var heartbeat = Heartbeat + OneTimeToken.Create().Text;
        var sentAt = 0L;
        connection.Notification += (_, heard) =>
        {
            if (heard.Payload == heartbeat)
            {
                messages.BeUpToDate(Volatile.Read(ref sentAt));
            }
            else
            {
                messages.Hear(heard.Payload);
            }
        };
        await ExecuteAsync(connection, $"listen {NodeMessages.Channel}", ct);

        // What happened while nobody listened; from here on everything is heard.
        await messages.ReloadAsync(ct);
        while (true)
        {
            Volatile.Write(ref sentAt, clock.GetTimestamp());
            await ExecuteAsync(connection, $"select pg_notify('{NodeMessages.Channel}', '{heartbeat}')", ct);

            // Waits for as long as nothing arrives, and among messages no longer than until the next heartbeat is due.
            using var pause = new CancellationTokenSource(HeartbeatInterval, clock);
            while (await connection.WaitAsync(HeartbeatInterval, ct) && !pause.IsCancellationRequested)
            {
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
