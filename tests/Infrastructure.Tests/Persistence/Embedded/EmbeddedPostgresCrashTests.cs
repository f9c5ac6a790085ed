using System.Diagnostics;
using NUnit.Framework;
using UserSystem.Infrastructure.Persistence.Embedded;
using static UserSystem.Infrastructure.Tests.Persistence.Embedded.ClusterFolder;

namespace UserSystem.Infrastructure.Tests.Persistence.Embedded;

/// <summary>The private PostgreSQL after the accidents of processes: nothing acknowledged is lost and the next start works.</summary>
[CancelAfter(120_000)]
public sealed class EmbeddedPostgresCrashTests
{
    [Test]
    public async Task Takes_over_the_server_of_a_killed_service_with_its_data(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        using var service = await Doomed.StartAsync(folder.DataDirectory, ct);
        await AskAsync(service.ConnectionString, "create table kept as select 42 as answer", ct);
        var server = folder.ProcessId;
        service.Kill();

        await using var heir = folder.New();
        var connection = await heir.StartAsync(ct);

        Assert.That(folder.ProcessId, Is.EqualTo(server));
        Assert.That(await AskAsync(connection, "select answer from kept", ct), Is.EqualTo(42));
        await heir.StopAsync(ct);
        Assert.That(IsAlive(server), Is.False, "who takes over also stops");
    }

    [Test]
    public async Task Starts_a_killed_server_again_when_asked_again(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var postgres = folder.New();
        await AskAsync(await postgres.StartAsync(ct), "create table kept as select 42 as answer", ct);
        var server = folder.ProcessId;
        Process.GetProcessById(server).Kill();

        var connection = await postgres.StartAsync(ct);

        Assert.That(await AskAsync(connection, "select answer from kept", ct), Is.EqualTo(42));
        Assert.That(folder.ProcessId, Is.Not.EqualTo(server));
    }

    [Test]
    public async Task Changes_nothing_when_asked_again_while_it_runs(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var postgres = folder.New();
        var connection = await postgres.StartAsync(ct);
        var server = folder.ProcessId;

        Assert.That(await postgres.StartAsync(ct), Is.EqualTo(connection));
        Assert.That(folder.ProcessId, Is.EqualTo(server));
    }

    [Test]
    public async Task Begins_anew_after_an_initdb_that_was_cut_short(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        Directory.CreateDirectory(folder.DataDirectory + ".new/base");
        await File.WriteAllTextAsync(folder.DataDirectory + ".new/PG_VERSION", "15\n", ct);
        await File.WriteAllTextAsync(folder.DataDirectory + ".password.new", "ha", ct);

        Assert.That(await AskAsync(await folder.New().StartAsync(ct), "select 1", ct), Is.EqualTo(1));
        Assert.That(Directory.Exists(folder.DataDirectory + ".new"), Is.False);
    }

    [Test]
    public async Task Makes_the_database_that_a_cut_short_first_start_left_out(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var postgres = folder.New();
        var connection = await postgres.StartAsync(ct);
        await AskAsync(connection.Replace("Database=user_system", "Database=postgres", StringComparison.Ordinal), "drop database user_system", ct);
        await postgres.StopAsync(ct);

        Assert.That(await AskAsync(await postgres.StartAsync(ct), "select current_database()", ct), Is.EqualTo("user_system"));
    }

    [Test]
    public async Task Starts_although_another_program_bears_the_number_in_an_old_pid_file(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var postgres = folder.New();
        await postgres.StartAsync(ct);
        var file = folder.PidFile;
        await postgres.StopAsync(ct);
        var location = new ClusterLocation(folder.DataDirectory, await ServerUser.OfAsync(folder.DataDirectory, ct));
        var start = new ProcessStartInfo("sleep", ["60"]);
        if (location.User is { } user)
        {
            start.UserName = user;
        }

        using var other = Process.Start(start)!;
        file[0] = $"{other.Id}";
        await File.WriteAllLinesAsync(Path.Combine(folder.DataDirectory, "postmaster.pid"), file, ct);
        await ServerUser.GiveAsync(location.User, Path.Combine(folder.DataDirectory, "postmaster.pid"), ct);
        try
        {
            Assert.That(await AskAsync(await postgres.StartAsync(ct), "select 1", ct), Is.EqualTo(1));
            Assert.That(folder.ProcessId, Is.Not.EqualTo(other.Id));
            Assert.That(other.HasExited, Is.False);
        }
        finally
        {
            other.Kill();
        }
    }
}
