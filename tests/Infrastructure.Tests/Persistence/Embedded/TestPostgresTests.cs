using System.Globalization;
using Npgsql;
using NUnit.Framework;
using UserSystem.Testing;
using static UserSystem.Infrastructure.Tests.Persistence.Embedded.ClusterFolder;

namespace UserSystem.Infrastructure.Tests.Persistence.Embedded;

/// <summary>The databases that all other tests stand on.</summary>
[CancelAfter(120_000)]
public sealed class TestPostgresTests
{
    [Test]
    public async Task Migrates_once_and_gives_each_test_a_clone_of_its_own(CancellationToken ct)
    {
        var migrations = 0;
        var postgres = new TestPostgres(async connection =>
        {
            Interlocked.Increment(ref migrations);
            await AskAsync(connection, "create table people (name text)", CancellationToken.None);
        });

        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => postgres.CreateDatabaseAsync(ct)));
        await AskAsync(databases[0].ConnectionString, "insert into people values ('Jo')", ct);

        Assert.That(migrations, Is.EqualTo(1));
        Assert.That(await AskAsync(databases[0].ConnectionString, "select count(*) from people", ct), Is.EqualTo(1L));
        Assert.That(await AskAsync(databases[3].ConnectionString, "select count(*) from people", ct), Is.Zero);
        await Task.WhenAll(databases.Select(database => database.DisposeAsync().AsTask()));
    }

    [Test]
    public async Task Clones_although_the_migration_left_a_connection_open(CancellationToken ct)
    {
        NpgsqlConnection? forgotten = null;
        var postgres = new TestPostgres(async connection =>
        {
            forgotten = new NpgsqlConnection(connection);
            await forgotten.OpenAsync(CancellationToken.None);
        });

        await using var database = await postgres.CreateDatabaseAsync(ct);

        Assert.That(await AskAsync(database.ConnectionString, "select 1", ct), Is.EqualTo(1));
        await forgotten!.DisposeAsync();
    }

    [Test]
    public async Task Drops_a_database_that_is_still_in_use(CancellationToken ct)
    {
        var postgres = new TestPostgres(_ => Task.CompletedTask);
        var database = await postgres.CreateDatabaseAsync(ct);
        await using var open = new NpgsqlConnection(database.ConnectionString);
        await open.OpenAsync(ct);

        await database.DisposeAsync();

        Assert.That(
            () => AskAsync(database.ConnectionString, "select 1", ct),
            Throws.InstanceOf<PostgresException>().With.Property(nameof(PostgresException.SqlState)).EqualTo(PostgresErrorCodes.InvalidCatalogName));
    }

    [Test]
    public async Task A_process_that_ends_leaves_nothing_and_what_a_killed_one_left_goes_with_the_next(CancellationToken ct)
    {
        string killed, ended;
        int server;
        using (var first = await Doomed.StartAsync(dataDirectory: null, ct))
        {
            killed = FolderOf(first);
            server = int.Parse((await File.ReadAllLinesAsync(Path.Combine(killed, "postgres/postmaster.pid"), ct))[0], CultureInfo.InvariantCulture);
            Assert.That(IsAlive(server));
            Directory.CreateDirectory(killed + "-more");
            first.Kill();
        }

        await using var living = new ClusterFolder();
        using (var second = await Doomed.StartAsync(dataDirectory: null, ct))
        {
            ended = FolderOf(second);
            Assert.That(Directory.Exists(ended));
            second.Leave();
        }

        Assert.That(new[] { killed, killed + "-more", ended }.Where(Directory.Exists), Is.Empty);
        Assert.That(IsAlive(server), Is.False);
        Assert.That(Directory.Exists(living.Path), "its process is alive");
    }

    private static string FolderOf(Doomed process) => Path.Combine(Path.GetTempPath(), $"user-system-tests-{process.ProcessId}");
}
