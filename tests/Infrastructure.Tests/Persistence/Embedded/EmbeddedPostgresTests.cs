using Npgsql;
using NUnit.Framework;
using UserSystem.Infrastructure.Persistence.Embedded;
using static UserSystem.Infrastructure.Tests.Persistence.Embedded.ClusterFolder;

namespace UserSystem.Infrastructure.Tests.Persistence.Embedded;

/// <summary>The private PostgreSQL from day to day: what it is, who reaches it, what it refuses.</summary>
[CancelAfter(120_000)]
public sealed class EmbeddedPostgresTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Test]
    public async Task Starts_from_nothing_with_an_own_database_in_UTF8(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var connection = await folder.New().StartAsync(ct);

        var answer = await AskAsync(connection, "select concat_ws(' ', current_user, current_database(), pg_encoding_to_char(encoding), datcollate) from pg_database where datname = current_database()", ct);

        Assert.That(answer, Is.EqualTo("user_system user_system UTF8 C.UTF-8"));
    }

    [Test]
    public async Task Keeps_its_data_and_its_password_over_a_restart(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        await using (var first = folder.New())
        {
            await AskAsync(await first.StartAsync(ct), "create table kept as select 42 as answer", ct);
        }

        Assert.That(File.Exists(Path.Combine(folder.DataDirectory, "postmaster.pid")), Is.False, "a clean shutdown removes it");
        Assert.That(await AskAsync(await folder.New().StartAsync(ct), "select answer from kept", ct), Is.EqualTo(42));
    }

    [Test]
    public async Task Listens_on_a_socket_in_a_private_directory_and_not_on_TCP(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var connection = new NpgsqlConnectionStringBuilder(await folder.New().StartAsync(ct));

        Assert.Multiple(() =>
        {
            Assert.That(File.GetUnixFileMode(connection.Host!), Is.EqualTo(OwnerOnly | UnixFileMode.UserExecute));
            Assert.That(folder.PidFile[5].Trim(), Is.Empty, "the address that it listens on");
            Assert.That($"{connection.Host}/.s.PGSQL.5432", Has.Length.LessThanOrEqualTo(100));
        });
    }

    [Test]
    public async Task Refuses_a_wrong_password(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var connection = new NpgsqlConnectionStringBuilder(await folder.New().StartAsync(ct)) { Password = "guessed" };

        Assert.That(
            () => AskAsync(connection.ConnectionString, "select 1", ct),
            Throws.InstanceOf<PostgresException>().With.Property(nameof(PostgresException.SqlState)).EqualTo(PostgresErrorCodes.InvalidPassword));
    }

    [Test]
    public async Task Keeps_its_password_where_only_its_owner_reads_it(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var connection = new NpgsqlConnectionStringBuilder(await folder.New().StartAsync(ct));

        Assert.Multiple(() =>
        {
            Assert.That(File.GetUnixFileMode(folder.DataDirectory + ".password"), Is.EqualTo(OwnerOnly));
            Assert.That(File.ReadAllText(folder.DataDirectory + ".password"), Is.EqualTo(connection.Password));
            Assert.That(connection.Password, Has.Length.EqualTo(64));
            Assert.That(File.Exists(folder.DataDirectory + ".new.password"), Is.False, "the copy for initdb");
        });
    }

    [Test]
    public async Task Says_in_one_line_that_the_password_does_not_fit(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        await using (var first = folder.New())
        {
            await first.StartAsync(ct);
        }

        await File.WriteAllTextAsync(folder.DataDirectory + ".password", "another", ct);

        Assert.That(
            () => folder.New().StartAsync(ct),
            Throws.InstanceOf<EmbeddedPostgresException>().With.Message.Contains(".password does not hold the password of"));
    }

    [Test]
    public async Task A_command_joins_the_server_of_a_running_service_and_leaves_it_running(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var service = await folder.New().StartAsync(ct);

        await using (var command = folder.New())
        {
            Assert.That(await AskAsync(await command.JoinAsync(ct), "select 1", ct), Is.EqualTo(1));
        }

        Assert.That(await AskAsync(service, "select 2", ct), Is.EqualTo(2), "the service's own");
    }

    [Test]
    public async Task A_command_without_a_service_starts_a_server_for_itself(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        await using (var command = folder.New())
        {
            Assert.That(await AskAsync(await command.JoinAsync(ct), "select 1", ct), Is.EqualTo(1));
        }

        Assert.That(File.Exists(Path.Combine(folder.DataDirectory, "postmaster.pid")), Is.False, "stopped with the command");
    }

    [Test]
    public async Task Refuses_a_second_service_and_says_who_is_there(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var connection = await folder.New().StartAsync(ct);

        Assert.That(
            () => folder.New().StartAsync(ct),
            Throws.InstanceOf<EmbeddedPostgresException>().With.Message.Contains($"in use by process {Environment.ProcessId}"));
        Assert.That(await AskAsync(connection, "select 1", ct), Is.EqualTo(1), "the first goes on");
    }

    [Test]
    public async Task Writes_no_value_of_a_failed_statement_into_its_log(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var connection = await folder.New().StartAsync(ct);
        await AskAsync(connection, "create table people (address text primary key); insert into people values ('jo@example.org')", ct);

        Assert.That(() => AskAsync(connection, "insert into people values ('jo@example.org')", ct), Throws.InstanceOf<PostgresException>(), "the detail names it");
        Assert.That(() => AskAsync(connection, "select address::int from people", ct), Throws.InstanceOf<PostgresException>(), "the message names it");

        var log = await File.ReadAllTextAsync(Path.Combine(folder.DataDirectory, "server.log"), ct);
        Assert.That(log, Does.Contain("ready to accept connections").And.Not.Contains("jo@example.org"));
    }
}
