using System.Security.Cryptography;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>Makes a cluster that is whole or absent: initdb works beside the final place and the result is renamed into it.</summary>
internal static class ClusterFactory
{
    /// <summary>The superuser that owns everything in the private cluster.</summary>
    public const string Role = "user_system";

    /// <summary>Makes the cluster under its final name; the lock must be held. What an interrupted attempt left is removed.</summary>
    public static async Task CreateAsync(
        ClusterLocation location, PostgresBinaries binaries, bool durable, CancellationToken ct)
    {
        RemoveEmptyTarget(location.DataDirectory);
        if (Directory.Exists(location.Staging))
        {
            Directory.Delete(location.Staging, recursive: true);
        }

        // A copy that the server's user may read, for as long as initdb runs.
        var password = location.Staging + ".password";
        File.Delete(password);
        try
        {
            UnixFiles.CreatePrivate(password, await PasswordAsync(location, ct));
            await ServerUser.GiveAsync(location.User, password, ct);
            Directory.CreateDirectory(location.Staging);
            await ServerUser.GiveAsync(location.User, location.Staging, ct);
            var made = await SystemCommand.RunAsync(location.User, binaries["initdb"], Arguments(location, password, durable), ct);
            if (!made.Succeeded)
            {
                throw new EmbeddedPostgresException($"initdb failed in {location.Staging}: {LastLine(made.Output)}");
            }
        }
        finally
        {
            File.Delete(password);
        }

        Directory.Move(location.Staging, location.DataDirectory);
    }

    /// <summary>The role's password; made before the cluster is, so that no cluster exists without it.</summary>
    public static async Task<string> PasswordAsync(ClusterLocation location, CancellationToken ct)
    {
        if (File.Exists(location.PasswordFile))
        {
            return await File.ReadAllTextAsync(location.PasswordFile, ct);
        }

        if (location.Major is not null)
        {
            throw new EmbeddedPostgresException($"{location.PasswordFile} is gone; put it back, or start anew with: rm -r {location.DataDirectory}");
        }

        var half = location.PasswordFile + ".new";
        File.Delete(half);
        var password = RandomNumberGenerator.GetHexString(64, lowercase: true);
        UnixFiles.CreatePrivate(half, password);
        File.Move(half, location.PasswordFile);
        return password;
    }

    /// <summary>The line of a program's output that says most: the last.</summary>
    public static string LastLine(string output) => output.TrimEnd().Split('\n')[^1].Trim();

    private static string[] Arguments(ClusterLocation location, string password, bool durable)
    {
        string[] arguments =
        [
            "-D", location.Staging, "-U", Role, "-A", "scram-sha-256", "--pwfile=" + password,
            "--encoding=UTF8", "--locale=C.UTF-8",
        ];
        return durable ? arguments : [.. arguments, "--no-sync"];
    }

    /// <summary>A directory with anything in it may be dear to somebody.</summary>
    private static void RemoveEmptyTarget(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        if (Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new EmbeddedPostgresException($"{directory} holds files but no PostgreSQL cluster; empty it, or set EmbeddedPostgres__DataDirectory to another directory");
        }

        Directory.Delete(directory);
    }
}
