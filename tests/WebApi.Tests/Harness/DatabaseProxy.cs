using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>A way to the database that can be cut and mended.</summary>
internal sealed class DatabaseProxy : IAsyncDisposable
{
    private readonly EndPoint _server;
    private readonly int _port;
    private CancellationTokenSource _open = new();
    private Task _serving = Task.CompletedTask;
    private volatile string? _swallowed;

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

    /// <summary>
    /// From now on nothing gets through on connections that began with this name in their greeting, and nobody is told: as in a network
    /// that lost its way.
    /// </summary>
    public void Swallow(string name) => _swallowed = name;

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
                var greeting = new byte[4096];
                greeting = greeting[..await left.ReadAsync(greeting, ct)];
                await right.WriteAsync(greeting, ct);
                var name = Encoding.UTF8.GetString(greeting);
                await Task.WhenAny(PassAsync(left, right, name, ct), PassAsync(right, left, name, ct));
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // That is what cutting does.
            }
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, string greeting, CancellationToken ct)
    {
        var chunk = new byte[65_536];
        while (await from.ReadAsync(chunk, ct) is > 0 and var length)
        {
            if (_swallowed is not { } name || !greeting.Contains(name, StringComparison.Ordinal))
            {
                await to.WriteAsync(chunk.AsMemory(0, length), ct);
            }
        }
    }
}
