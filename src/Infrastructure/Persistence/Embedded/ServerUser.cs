namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>Whom PostgreSQL runs as: it refuses root, so root lends it another user. Null means ourselves.</summary>
internal static class ServerUser
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    /// <summary>The user for a new cluster.</summary>
    public static async Task<string?> ChooseAsync(CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }

        foreach (var candidate in Candidates)
        {
            if ((await SystemCommand.RunAsync(null, "id", ["-u", candidate], ct)).Succeeded)
            {
                return candidate;
            }
        }

        throw new EmbeddedPostgresException("PostgreSQL does not run as root and neither the user postgres nor nobody exists; make one with: useradd --system postgres");
    }

    /// <summary>The user of an existing cluster, who stays the one that made it.</summary>
    public static async Task<string?> OfAsync(string dataDirectory, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var owner = await SystemCommand.RunAsync(null, "stat", ["-c", "%U", dataDirectory], ct);
        return owner.Succeeded && owner.Output.Trim() is var name and not ("" or "root" or "UNKNOWN")
            ? name
            : throw new EmbeddedPostgresException($"{dataDirectory} belongs to nobody whom PostgreSQL can run as; give it away with: chown -R postgres {dataDirectory}");
    }

    /// <summary>Whether that user can walk to what exists of a directory's path.</summary>
    public static async Task<bool> CanReachAsync(string? user, string directory, CancellationToken ct)
    {
        while (!Directory.Exists(directory))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return user is null || (await SystemCommand.RunAsync(user, "test", ["-x", directory], ct)).Succeeded;
    }

    /// <summary>Gives a file or directory to that user.</summary>
    public static async Task GiveAsync(string? user, string path, CancellationToken ct)
    {
        if (user is not null && await SystemCommand.RunAsync(null, "chown", [user, path], ct) is { Succeeded: false } refused)
        {
            throw new EmbeddedPostgresException($"{path} cannot be given to the user {user}: {refused.Output.Trim()}");
        }
    }
}
