using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;

namespace UserSystem.WebApi.Tests.Processes;

/// <summary>A service that brings its own database takes it away again.</summary>
public sealed class OwnDatabaseTests
{
    [Test]
    public async Task A_start_that_fails_after_the_database_is_there_leaves_none_behind()
    {
        // Nobody can write a file where a directory is.
        await using var service = ServiceProcess.ServeAlone(static folder =>
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            Directory.CreateDirectory(Path.Combine(folder, ".data", "admin-password"));
        });

        var exitCode = await service.ExitAsync();

        Assert.That((exitCode, Left(service)), Is.EqualTo((1, 0)), service.Errors);
        Assert.That(service.Output, Does.Contain("started from"), "Otherwise it failed too early to tell.");
        Assert.That(service.Errors.Split('\n'), Has.Length.EqualTo(1).And.One.Contains("admin-password"));
    }

    // A server that is left would be anybody's to find: it is ended in any case.
    private static int Left(ServiceProcess service)
    {
        var file = Path.Combine(service.Folder, ".data", "postgres", "postmaster.pid");
        if (!File.Exists(file))
        {
            return 0;
        }

        var id = int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
        using var server = Process.GetProcessById(id);
        server.Kill();
        server.WaitForExit();
        return id;
    }
}
