using System.Globalization;
using UserSystem.Infrastructure.Persistence.Embedded;

namespace UserSystem.Testing;

/// <summary>What killed test processes leave: folders that bear their number, <c>user-system-tests-123</c> or <c>-123-more</c>, and a server working in each.</summary>
internal static class TestPostgresLeftOvers
{
    private const string Prefix = "user-system-tests-";

    /// <summary>The folder of a test process, by its number.</summary>
    public static string FolderOf(string process) => Path.Combine(Path.GetTempPath(), Prefix + process);

    /// <summary>Ends the servers of dead test processes and removes their folders.</summary>
    public static async Task RemoveAsync(CancellationToken ct)
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            // The one that we are about to make exists only if an older process had our number.
            var owner = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (Directory.Exists("/proc/" + owner) && folder != FolderOf(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)))
            {
                continue;
            }

            try
            {
                await RemoveAsync(folder, ct);
            }
            catch (Exception fault) when (fault is EmbeddedPostgresException or IOException or UnauthorizedAccessException)
            {
                // Another user's, or another test process is just doing the same.
            }
        }
    }

    private static async Task RemoveAsync(string folder, CancellationToken ct)
    {
        var cluster = Path.Combine(folder, "postgres");
        if (File.Exists(Path.Combine(cluster, "postmaster.pid")))
        {
            var location = new ClusterLocation(cluster, await ServerUser.OfAsync(cluster, ct));
            using var held = await ClusterLock.TakeAsync(location.LockFile, ct);
            var binaries = await PostgresBinaries.FindAsync(null, PostgresBinaries.Candidates(), location, ct);
            await new PostgresServer(location, binaries, TimeProvider.System).KillAsync(ct);
            await SocketDirectory.RemoveAsync(location, ct);
        }

        Directory.Delete(folder, recursive: true);
    }
}
