using System.Globalization;
using System.Text.RegularExpressions;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>The directory of a PostgreSQL's programs, and its major version.</summary>
internal sealed partial record PostgresBinaries(string Directory, int Major)
{
    /// <summary>The oldest major version whose SQL this service speaks.</summary>
    public const int Oldest = 15;

    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    public string this[string program] => Path.Combine(Directory, program);

    /// <summary>The first directory that holds a whole PostgreSQL of the needed major version, or of any from 15 on.</summary>
    public static async Task<PostgresBinaries> FindAsync(
        string? setting, IEnumerable<string> found, ClusterLocation location, CancellationToken ct)
    {
        var needed = location.Major;
        foreach (var directory in string.IsNullOrEmpty(setting) ? found : [setting])
        {
            if (await MajorAsync(directory, location.User, ct) is { } major && (needed is null ? major >= Oldest : major == needed))
            {
                return new PostgresBinaries(directory, major);
            }
        }

        var wanted = needed is null ? $"PostgreSQL {Oldest} or newer" : $"PostgreSQL {needed}, which made {location.DataDirectory},";
        throw new EmbeddedPostgresException(string.IsNullOrEmpty(setting)
            ? $"{wanted} was not found; get it with: apt-get install -y postgresql{(needed is null ? "" : $"-{needed}")}"
            : $"EmbeddedPostgres__BinDirectory is {setting}, where {wanted} was not found; example: /usr/lib/postgresql/15/bin");
    }

    /// <summary>Where to look: Debian's versions, newest first, then PATH, then the npm package that <c>./run</c> brings.</summary>
    public static IEnumerable<string> Candidates()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = System.IO.Directory.Exists(debian) ? System.IO.Directory.GetDirectories(debian) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return versions
            .OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var major) ? major : 0)
            .Select(version => Path.Combine(version, "bin"))
            .Concat(path)
            .Concat(NpmPostgres.Find([AppContext.BaseDirectory, Environment.CurrentDirectory]));
    }

    /// <summary>Asked in the server user's name, which also proves that this user may run it.</summary>
    private static async Task<int?> MajorAsync(string directory, string? user, CancellationToken ct)
    {
        if (!Programs.All(program => File.Exists(Path.Combine(directory, program))))
        {
            return null;
        }

        var (_, output) = await SystemCommand.RunAsync(user, Path.Combine(directory, "postgres"), ["--version"], ct);
        var version = VersionPattern().Match(output);
        return version.Success ? int.Parse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"^postgres \(PostgreSQL\) (\d{1,4})")]
    private static partial Regex VersionPattern();
}
