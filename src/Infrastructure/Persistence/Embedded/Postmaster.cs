using System.Globalization;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>A running PostgreSQL server, as its postmaster.pid describes it.</summary>
/// <param name="ProcessId">The main process.</param>
/// <param name="Settled">False while it has not yet told its socket, and on its way out.</param>
/// <param name="SocketDirectory">Where its Unix socket lies.</param>
/// <param name="Port">The number in that socket's name; nothing listens on TCP.</param>
internal sealed record Postmaster(int ProcessId, bool Settled, string SocketDirectory, int Port)
{
    // Lines: pid, data directory, start time, port, socket directory, listen address, shared memory key, status.
    private const int PidLine = 0, PortLine = 3, SocketLine = 4, StatusLine = 7;

    /// <summary>The server of that cluster; null when none runs, whatever an old pid file says.</summary>
    public static async Task<Postmaster?> FindAsync(ClusterLocation location, CancellationToken ct)
    {
        if (Read(location) is not { } lines || ProcessIn(lines) is not { } processId || !await IsServerOfAsync(processId, location, ct))
        {
            return null;
        }

        var settled = lines.Length > StatusLine && lines[StatusLine].Trim() != "stopping";
        return settled
            ? new Postmaster(processId, settled, lines[SocketLine], int.Parse(lines[PortLine], CultureInfo.InvariantCulture))
            : new Postmaster(processId, settled, "", 0);
    }

    /// <summary>Whether a server of that cluster seems to run, by the number in its pid file; starts no program to find out.</summary>
    public static bool IsAlive(ClusterLocation location)
    {
        try
        {
            return Read(location) is { } lines && ProcessIn(lines) is { } processId && MayBeServer(processId);
        }
        catch (IOException)
        {
            // Whoever cannot tell leaves it alone.
            return true;
        }
    }

    /// <summary>
    /// Removes the pid file of a dead server whose number still seems alive to PostgreSQL, which would refuse to start:
    /// another program bears it, as happens when a container starts again, or nobody has buried the dead process yet.
    /// </summary>
    public static void ForgetDead(ClusterLocation location)
    {
        if (Read(location) is { } lines && ProcessIn(lines) is { } processId && !MayBeServer(processId))
        {
            File.Delete(PidFile(location));
        }
    }

    private static bool MayBeServer(int processId)
    {
        try
        {
            // "123 (postgres) S ...": number, program, state; Z is a zombie.
            var description = File.ReadAllText($"/proc/{processId}/stat");
            return description.Contains("(postgres", StringComparison.Ordinal) && !description.Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string PidFile(ClusterLocation location) => Path.Combine(location.DataDirectory, "postmaster.pid");

    private static string[]? Read(ClusterLocation location)
    {
        try
        {
            return File.ReadAllLines(PidFile(location));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static int? ProcessIn(string[] lines) =>
        lines.Length > PidLine && int.TryParse(lines[PidLine], NumberStyles.None, CultureInfo.InvariantCulture, out var processId) ? processId : null;

    /// <summary>
    /// A pid may have been given to another program since: a postmaster works in its data directory, which only its own
    /// user may see.
    /// </summary>
    private static async Task<bool> IsServerOfAsync(int processId, ClusterLocation location, CancellationToken ct) =>
        (await SystemCommand.RunAsync(location.User, "test", [$"/proc/{processId}/cwd", "-ef", location.DataDirectory], ct)).Succeeded;
}
