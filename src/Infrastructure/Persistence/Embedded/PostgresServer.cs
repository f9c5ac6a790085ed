namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>Starts and stops a cluster's server through pg_ctl, which detaches it from our terminal's Ctrl-C and from our death.</summary>
internal sealed class PostgresServer(ClusterLocation location, PostgresBinaries binaries, TimeProvider clock)
{
    private const int Port = 5432;

    // Recovery after a crash may take its time; a shutdown waits for one checkpoint.
    private const string StartSeconds = "600";
    private const string StopSeconds = "60";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan OrphansLeave = TimeSpan.FromSeconds(15);

    /// <summary>Starts the server and returns when it answers.</summary>
    public async Task StartAsync(string socketDirectory, EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var arguments = string.Join(' ', Settings(socketDirectory, options).Select(setting => "-c " + Quote($"{setting.Key}={setting.Value}")));
        var began = clock.GetTimestamp();
        Postmaster.ForgetDead(location);
        while (true)
        {
            File.Delete(location.ServerLog);
            var result = await ControlAsync(["start", "-w", "-s", "-t", StartSeconds, "-l", "server.log", "-o", arguments], ct);
            if (result.Succeeded)
            {
                return;
            }

            var said = File.Exists(location.ServerLog) ? await File.ReadAllTextAsync(location.ServerLog, ct) : result.Output;
            if (!said.Contains("shared memory block", StringComparison.Ordinal) || clock.GetElapsedTime(began) > OrphansLeave)
            {
                var fatal = said.Split('\n').LastOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal));
                throw new EmbeddedPostgresException($"PostgreSQL did not start in {location.DataDirectory}: {fatal ?? ClusterFactory.LastLine(said)}");
            }

            // The children of a killed server notice its death a moment later.
            await Task.Delay(Pause, clock, ct);
        }
    }

    /// <summary>Ends sessions and stops the server cleanly; false when it had to be cut off after a minute.</summary>
    public async Task<bool> StopAsync(CancellationToken ct)
    {
        if ((await ControlAsync(["stop", "-w", "-s", "-m", "fast", "-t", StopSeconds], ct)).Succeeded
            || await Postmaster.FindAsync(location, ct) is null)
        {
            return true;
        }

        await KillAsync(ct);
        return false;
    }

    /// <summary>Cuts the server off, as a power failure would, but tidily for the system.</summary>
    public Task KillAsync(CancellationToken ct) => ControlAsync(["stop", "-w", "-s", "-m", "immediate", "-t", StopSeconds], ct);

    /// <summary>The running server, if any; waits for one that is just starting or shutting down.</summary>
    public static async Task<Postmaster?> SettledAsync(ClusterLocation location, TimeProvider clock, CancellationToken ct)
    {
        while (await Postmaster.FindAsync(location, ct) is { } postmaster)
        {
            if (postmaster.Settled)
            {
                return postmaster;
            }

            await Task.Delay(Pause, clock, ct);
        }

        return null;
    }

    private Task<CommandResult> ControlAsync(string[] arguments, CancellationToken ct) =>
        SystemCommand.RunAsync(location.User, binaries["pg_ctl"], arguments, location.DataDirectory, ct);

    private static Dictionary<string, string> Settings(string socketDirectory, EmbeddedPostgresOptions options)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["cluster_name"] = "user_system",
            ["timezone"] = "UTC",
            // A failed statement and its detail may quote an address of a person.
            ["log_min_messages"] = "log",
            ["log_min_error_statement"] = "panic",
            ["log_error_verbosity"] = "terse",
        };
        if (!options.Durable)
        {
            settings["fsync"] = settings["synchronous_commit"] = settings["full_page_writes"] = "off";
        }

        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        settings["listen_addresses"] = "";
        settings["port"] = $"{Port}";
        settings["unix_socket_directories"] = socketDirectory;
        settings["unix_socket_permissions"] = "0700";
        return settings;
    }

    // pg_ctl hands its options to a shell.
    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
