using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;
using NUnit.Framework;

namespace UserSystem.Infrastructure.Tests.Persistence.Schema;

/// <summary>The schema of a database as pg_dump writes it.</summary>
internal static partial class PgDump
{
    public static async Task<string> SchemaAsync(string connectionString, CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        var program = Path.Combine(await database.OneAsync<string>("select setting from pg_config where name = 'BINDIR'", ct), "pg_dump");
        if (!File.Exists(program))
        {
            Assert.Ignore($"This PostgreSQL came without {program}.");
        }

        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        using var process = Process.Start(new ProcessStartInfo(program)
        {
            ArgumentList =
            {
                "--schema-only", "--host", connection.Host!, "--port", $"{connection.Port}", "--username", connection.Username!, connection.Database!,
            },
            Environment = { ["PGPASSWORD"] = connection.Password },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(ct);
        var dump = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        Assert.That(process.ExitCode, Is.Zero, await error);
        return Session().Replace(dump, "");
    }

    // Newer releases guard a dump with a random word.
    [GeneratedRegex(@"^\\(un)?restrict .*$", RegexOptions.Multiline)]
    private static partial Regex Session();
}
