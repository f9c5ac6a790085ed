using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>Where a cluster lives, whom it belongs to (null: ourselves), and the files that stand beside it.</summary>
internal sealed record ClusterLocation(string DataDirectory, string? User)
{
    private const string Fallback = "/var/lib/user-system";

    public string LockFile => DataDirectory + ".lock";

    public string PasswordFile => DataDirectory + ".password";

    /// <summary>Where initdb works, so that a cluster under its final name is always whole.</summary>
    public string Staging => DataDirectory + ".new";

    /// <summary>What the server writes, relative to its directory and anew at each start.</summary>
    public string ServerLog => Path.Combine(DataDirectory, "server.log");

    /// <summary>The major version that made the cluster; null when there is none.</summary>
    public int? Major => MajorOf(DataDirectory);

    /// <summary>The wanted directory, or one under /var/lib when root's server cannot reach the wanted one.</summary>
    public static async Task<ClusterLocation> FindAsync(string wanted, ILogger logger, CancellationToken ct)
    {
        var here = Path.TrimEndingDirectorySeparator(Path.GetFullPath(wanted));
        var moved = Path.Combine(Fallback, Hash(here), "postgres");
        foreach (var existing in new[] { here, moved }.Where(directory => MajorOf(directory) is not null))
        {
            return new ClusterLocation(existing, await ServerUser.OfAsync(existing, ct));
        }

        var user = await ServerUser.ChooseAsync(ct);
        UnixFiles.CreateTraversable(Path.GetDirectoryName(here)!);
        if (await ServerUser.CanReachAsync(user, here, ct))
        {
            return new ClusterLocation(here, user);
        }

        logger.Relocated(user!, here, moved);
        UnixFiles.CreateTraversable(Path.GetDirectoryName(moved)!);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(here)!, "where"), moved + "\n", ct);
        return new ClusterLocation(moved, user);
    }

    /// <summary>Twelve hexadecimal digits that stand for a directory in names elsewhere.</summary>
    public static string Hash(string directory) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)))[..12];

    private static int? MajorOf(string directory)
    {
        var file = Path.Combine(directory, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), out var major) ? major : null;
    }
}
