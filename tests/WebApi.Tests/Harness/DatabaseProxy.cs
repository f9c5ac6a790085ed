using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>A way to the database that can be cut and mended.</summary>
internal sealed class DatabaseProxy : IAsyncDisposable
{
    private readonly EndPoint _server;
    private readonly int _port;
    private CancellationTokenSource _open = new();
    private Task _serving = Task.CompletedTask;

    public DatabaseProxy(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        _server = new UnixDomainSocketEndPoint(Path.Combine(server.Host!, $".s.PGSQL.{server.Port}"));
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = _port, SslMode = SslMode.Disable, Pooling = true }.ConnectionString;
    }

    /// <summary>The same database, by this way.</summary>
    public string ConnectionString { get; }

    public void Open()
    {
        _open = new CancellationTokenSource();
        var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start();
        _serving = ServeAsync(listener, _open.Token);
    }

    /// <summary>Breaks every connection, and refuses new ones.</summary>
    public async Task CutAsync()
    {
        await _open.CancelAsync();
        await _serving;
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        _open.Dispose();
    }

    private async Task ServeAsync(TcpListener listener, CancellationToken ct)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ForwardAsync(await listener.AcceptSocketAsync(ct), ct));
            }
        }
        catch (OperationCanceledException)
        {
            listener.Dispose();
            await Task.WhenAll(connections);
        }
    }

    private async Task ForwardAsync(Socket client, CancellationToken ct)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server, ct);
                await using var left = new NetworkStream(client);
                await using var right = new NetworkStream(server);
                await Task.WhenAny(left.CopyToAsync(right, ct), right.CopyToAsync(left, ct));
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // That is what cutting does.
            }
        }
    }
}
