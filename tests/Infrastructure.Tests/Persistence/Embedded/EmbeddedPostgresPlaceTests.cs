using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using UserSystem.Infrastructure.Persistence.Embedded;
using static UserSystem.Infrastructure.Tests.Persistence.Embedded.ClusterFolder;

namespace UserSystem.Infrastructure.Tests.Persistence.Embedded;

/// <summary>The private PostgreSQL in odd surroundings: directories, programs and settings that are not as expected.</summary>
[CancelAfter(120_000)]
public sealed class EmbeddedPostgresPlaceTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Test]
    public async Task Leaves_a_directory_with_other_files_alone(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        Directory.CreateDirectory(folder.DataDirectory);
        var dear = Path.Combine(folder.DataDirectory, "thesis.txt");
        await File.WriteAllTextAsync(dear, "chapter 1", ct);

        Assert.That(
            () => folder.New().StartAsync(ct),
            Throws.InstanceOf<EmbeddedPostgresException>().With.Message.Contains("holds files but no PostgreSQL cluster"));
        Assert.That(File.Exists(dear));
    }

    [Test]
    public async Task Moves_where_its_user_can_read_when_root_hides_the_wanted_place(CancellationToken ct)
    {
        Assume.That(Environment.IsPrivilegedProcess, "only root's server runs as somebody else");
        await using var folder = new ClusterFolder();
        File.SetUnixFileMode(folder.Path, OwnerOnly);
        var home = Path.Combine("/var/lib/user-system", ClusterLocation.Hash(folder.DataDirectory));
        try
        {
            await using (var first = folder.New())
            {
                await AskAsync(await first.StartAsync(ct), "create table kept as select 42 as answer", ct);
            }

            Assert.That(await File.ReadAllTextAsync(Path.Combine(folder.Path, "where"), ct), Is.EqualTo($"{home}/postgres\n"));
            UnixFiles.MakeTraversable(folder.Path);
            await using var second = folder.New();
            Assert.That(await AskAsync(await second.StartAsync(ct), "select answer from kept", ct), Is.EqualTo(42));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    [Test]
    public async Task Runs_the_programs_of_the_system_and_not_those_of_the_working_directory(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        foreach (var program in new[] { "test", "id", "stat", "mkdir", "rm", "chown", "cat" })
        {
            var file = Path.Combine(folder.Path, program);
            await File.WriteAllTextAsync(file, "#!/bin/sh\nexit 1\n", ct);
            File.SetUnixFileMode(file, OwnerOnly);
        }

        using var service = await Doomed.StartAsync(folder.DataDirectory, ct);

        Assert.That(await AskAsync(service.ConnectionString, "select 1", ct), Is.EqualTo(1));
        service.Leave();
    }

    [Test]
    public async Task Applies_settings_whatever_characters_they_hold(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        await using var postgres = new EmbeddedPostgres(
            new EmbeddedPostgresOptions { DataDirectory = folder.DataDirectory, Settings = { ["application_name"] = "it's $(a) \"name\"" } },
            NullLogger<EmbeddedPostgres>.Instance,
            TimeProvider.System);

        var connection = await postgres.StartAsync(ct);

        Assert.That(
            await AskAsync(connection, "select reset_val from pg_settings where name = 'application_name'", ct),
            Is.EqualTo("it's $(a) \"name\""));
    }
}
