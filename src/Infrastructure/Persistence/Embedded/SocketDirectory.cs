using System.Text;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>The private directory (0700) of a cluster's Unix socket; short, because a socket's path may have 107 bytes.</summary>
internal static class SocketDirectory
{
    private const int MaxBytes = 100 - 14;   // "/.s.PGSQL.5432" follows

    /// <summary>Makes the directory anew; nobody else can have made it before us.</summary>
    public static async Task<string> CreateAsync(ClusterLocation location, CancellationToken ct)
    {
        foreach (var path in Candidates(location))
        {
            if (Encoding.UTF8.GetByteCount(path) > MaxBytes || path.AsSpan().ContainsAny(",\"'")
                || !await ServerUser.CanReachAsync(location.User, path, ct))
            {
                continue;
            }

            await SystemCommand.RunAsync(null, "rm", ["-rf", path], ct);
            if (await SystemCommand.RunAsync(null, "mkdir", ["-m", "0700", path], ct) is { Succeeded: false } refused)
            {
                throw new EmbeddedPostgresException($"No directory for PostgreSQL's socket: {refused.Output.Trim()}; remove it, or set TMPDIR to a directory of your own");
            }

            await ServerUser.GiveAsync(location.User, path, ct);
            return path;
        }

        throw new EmbeddedPostgresException($"No directory for PostgreSQL's socket: it needs a path of at most {MaxBytes} bytes below TMPDIR or /tmp");
    }

    /// <summary>Removes what <see cref="CreateAsync"/> made; by name, for what the server's own files say is not to be trusted by root.</summary>
    public static Task RemoveAsync(ClusterLocation location, CancellationToken ct) =>
        SystemCommand.RunAsync(null, "rm", ["-rf", .. Candidates(location)], ct);

    private static IEnumerable<string> Candidates(ClusterLocation location) =>
        Parents().Select(parent => Path.Combine(parent, "user-system-" + ClusterLocation.Hash(location.DataDirectory)));

    private static IEnumerable<string> Parents()
    {
        if (!Environment.IsPrivilegedProcess && Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Directory.Exists(runtime))
        {
            yield return runtime;
        }

        yield return Path.GetTempPath();
        yield return "/tmp";
    }
}
