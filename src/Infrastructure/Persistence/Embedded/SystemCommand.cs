using System.ComponentModel;
using System.Diagnostics;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>How a program ended and all that it wrote.</summary>
internal readonly record struct CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs a program to its end, as root also in another user's name; null for the user means our own.</summary>
internal static class SystemCommand
{
    private const int NotStarted = 127;

    private static readonly string[] SystemDirectories = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    public static Task<CommandResult> RunAsync(string? user, string program, IEnumerable<string> arguments, CancellationToken ct) =>
        RunAsync(user, program, arguments, dataDirectory: null, ct);

    /// <summary>With a data directory: the program finds it as its working directory and in PGDATA, where no shell quotes it.</summary>
    public static async Task<CommandResult> RunAsync(
        string? user, string program, IEnumerable<string> arguments, string? dataDirectory, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Describe(user, program, arguments, dataDirectory) };
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            return new CommandResult(NotStarted, fault.Message);
        }

        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return new CommandResult(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static ProcessStartInfo Describe(string? user, string program, IEnumerable<string> arguments, string? dataDirectory)
    {
        var start = new ProcessStartInfo(Locate(program), arguments)
        {
            WorkingDirectory = dataDirectory ?? "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (user is not null)
        {
            start.UserName = user;
            start.Environment["HOME"] = "/";
        }

        // PGHOST, PGOPTIONS and their kind are meant for somebody else's server.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";
        if (dataDirectory is not null)
        {
            start.Environment["PGDATA"] = dataDirectory;
        }

        return start;
    }

    // A bare name would first be looked for in our working directory, where ./test is the test suite and not test(1).
    private static string Locate(string program) =>
        Path.IsPathRooted(program)
            ? program
            : SystemDirectories.Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists) ?? Path.Combine(SystemDirectories[0], program);
}
