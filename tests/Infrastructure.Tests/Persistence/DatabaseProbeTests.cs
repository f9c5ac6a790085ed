using System.Net;
using System.Net.Sockets;
using Npgsql;
using NUnit.Framework;
using UserSystem.Infrastructure.Persistence;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>Whether the database answers, told within about a second whatever is wrong with it.</summary>
[CancelAfter(10_000)]
public sealed class DatabaseProbeTests
{
    [Test]
    public async Task Says_no_of_a_database_that_takes_the_call_and_never_speaks(CancellationToken ct)
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        await using var database = DatabaseAt(hole);

        Assert.That(await new DatabaseProbe(database, new Watch()).AnswersAsync(ct), Is.False);
    }

    [Test]
    public async Task Calls_such_a_database_once_however_often_it_is_asked(CancellationToken ct)
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        await using var database = DatabaseAt(hole);
        var watch = new Watch();
        var probe = new DatabaseProbe(database, watch);

        await probe.AnswersAsync(ct);
        watch.Elapsed = TimeSpan.FromSeconds(2);
        await probe.AnswersAsync(ct);

        using var call = await hole.AcceptTcpClientAsync(ct);
        Assert.That(hole.Pending(), Is.False);
    }

    [Test]
    public async Task Says_no_where_nobody_listens(CancellationToken ct)
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        await using var database = DatabaseAt(closed);
        closed.Stop();

        Assert.That(await new DatabaseProbe(database, new Watch()).AnswersAsync(ct), Is.False);
    }

    [Test]
    public async Task Looks_once_a_second_and_then_again(CancellationToken ct)
    {
        await using var test = await Databases.CreateAsync(ct);
        await using var database = NpgsqlDataSource.Create(test.ConnectionString);
        var watch = new Watch();
        var probe = new DatabaseProbe(database, watch);
        using var statements = new Statements();

        Assert.That(await probe.AnswersAsync(ct));
        watch.Elapsed = TimeSpan.FromMilliseconds(999);
        Assert.That(await probe.AnswersAsync(ct));
        Assert.That(statements.Texts, Is.EqualTo(["select current_setting('transaction_read_only') = 'off'"]));
        watch.Elapsed = TimeSpan.FromSeconds(1);
        Assert.That(await probe.AnswersAsync(ct));

        Assert.That(statements.Texts, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Whoever_asks_may_give_up(CancellationToken ct)
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        await using var database = DatabaseAt(hole);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var asking = new DatabaseProbe(database, new Watch()).AnswersAsync(impatient.Token);

        await impatient.CancelAsync();

        Assert.That(async () => await asking, Throws.InstanceOf<OperationCanceledException>());
    }

    private static NpgsqlDataSource DatabaseAt(TcpListener listener) => NpgsqlDataSource.Create(
        $"Host=127.0.0.1;Port={((IPEndPoint)listener.LocalEndpoint).Port};Username=none;Password=none;Timeout=60;Command Timeout=60");

    private sealed class Watch : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => 1_000_000_000 + Elapsed.Ticks;
    }
}
