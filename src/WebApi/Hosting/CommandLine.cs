using System.Globalization;
using MediatR;
using Spectre.Console;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Persistence.Embedded;
using UserSystem.Infrastructure.Persistence.Schema;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.WebApi.OpenApi;

namespace UserSystem.WebApi.Hosting;

/// <summary>What the program can be told to do. What stops it is told in plain lines, without a stack trace.</summary>
internal static class CommandLine
{
    private const int Failed = 1;

    /// <summary>Serves until it is told to stop.</summary>
    public static Task<int> ServeAsync(CancellationToken ct) => RunAsync(async host =>
    {
        await using var app = host.BuildToServe();
        await app.StartAsync(ct);
        host.Greet();
        await app.WaitForShutdownAsync(ct);
        return 0;
    }, serves: true, ct);

    /// <summary>Brings the schema to its newest version, or to the one that is named.</summary>
    public static Task<int> MigrateAsync(string? to, CancellationToken ct) => RunAsync(async host =>
    {
        if (to is not (null or "0") && !Migrator.Known.Contains(to))
        {
            await Console.Error.WriteLineAsync($"There is no version '{to}' of the schema; there are 0, {string.Join(", ", Migrator.Known)}.");
            return Failed;
        }

        await using var app = host.Build();
        await AnsiConsole.Status().StartAsync("Migrating", _ => app.Services.GetRequiredService<Migrator>().MigrateAsync(to, ct));
        AnsiConsole.WriteLine($"The schema is at {to ?? Migrator.Known[^1]}.");
        return 0;
    }, serves: false, ct);

    /// <summary>Makes an administrator.</summary>
    public static Task<int> CreateAdministratorAsync(string email, CancellationToken ct) => RunAsync(async host =>
    {
        var password = Console.IsInputRedirected
            ? await Console.In.ReadLineAsync(ct) ?? ""
            : await new TextPrompt<string>("Password:").Secret().ShowAsync(AnsiConsole.Console, ct);
        await using var app = host.Build();
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(target: null, ct);
        var made = await SendAsync(app, new CreateAdministrator(email, password, "Administrator"), ct);
        switch (made)
        {
            case { Error: { } error }:
                return Tell(error);
            case { Value: AdministratorOutcome.Created }:
                AnsiConsole.WriteLine($"{email} is an administrator now.");
                return 0;
            case { Value: AdministratorOutcome.AlreadyAdministrator }:
                AnsiConsole.WriteLine($"{email} is an administrator already; nothing was changed.");
                return 0;
            default:
                await Console.Error.WriteLineAsync($"{email} belongs to somebody who is no administrator; nobody is promoted by this command.");
                return Failed;
        }
    }, serves: false, ct);

    /// <summary>Completes people, or counts those who need it.</summary>
    public static Task<int> BackfillAsync(bool dryRun, CancellationToken ct) => RunAsync(async host =>
    {
        await using var app = host.Build();
        var completed = await AnsiConsole.Status().StartAsync("Looking for what is missing", _ => SendAsync(app, new CompleteUsers(dryRun), ct));
        if (completed.Error is { } error)
        {
            return Tell(error);
        }

        var verb = dryRun ? "are missing" : "were added";
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{completed.Value.Profiles} profiles and {completed.Value.Preferences} preferences {verb}."));
        return 0;
    }, serves: false, ct);

    /// <summary>Lets go for good who was deleted long ago, or counts them. What was done before a failure stays done, and the next run goes on.</summary>
    public static Task<int> PurgeAsync(bool dryRun, CancellationToken ct) => RunAsync(() => ServiceHost.PrepareAsync(serves: false, needsMasterKey: true, ct), async host =>
    {
        await using var app = host.Build();
        var due = await SendAsync(app, new PurgeUsers(DryRun: true), ct);
        if (due.Error is not null || dryRun)
        {
            return due.Error is { } refused ? Tell(refused) : Say($"{due.Value.Count} people are due");
        }

        var purged = await AnsiConsole.Progress().StartAsync(async bars =>
        {
            var bar = bars.AddTask("Purging", maxValue: due.Value.Count);
            return await SendAsync(app, new PurgeUsers(DryRun: false, new Steps(bar)), ct);
        });
        return purged.Error is { } error ? Tell(error) : Say($"{purged.Value.Count} people were purged");
    }, ct);

    /// <summary>Prints the description of the API; needs no database.</summary>
    public static Task<int> PrintOpenApiAsync(CancellationToken ct) => RunAsync(static () => Task.FromResult(ServiceHost.WithoutDatabase()), async host =>
    {
        await using var app = host.Build();
        var document = await app.Services.GetRequiredService<ApiDocument>().ReadAsync(ct);
        Console.WriteLine(document.Json.Text);
        return 0;
    }, ct);

    /// <summary>Prints the codes of all refusals; needs no database.</summary>
    public static Task<int> PrintProblemsAsync(CancellationToken ct) => RunAsync(static () => Task.FromResult(ServiceHost.WithoutDatabase()), async host =>
    {
        await using var app = host.Build();
        Console.Write(ProblemDocument.Write(app.Services.GetRequiredService<ProblemCatalogue>(), app.Services.GetRequiredService<ProblemOperations>()));
        return 0;
    }, ct);

    private static Task<int> RunAsync(Func<ServiceHost, Task<int>> work, bool serves, CancellationToken ct) =>
        RunAsync(() => ServiceHost.PrepareAsync(serves, needsMasterKey: serves, ct), work, ct);

    private static async Task<int> RunAsync(Func<Task<ServiceHost>> prepare, Func<ServiceHost, Task<int>> work, CancellationToken ct)
    {
        try
        {
            await using var host = await prepare();
            return await work(host);
        }
        catch (Exception known) when (known is InvalidSettingsException or MasterKeyException or EmbeddedPostgresException)
        {
            await Console.Error.WriteLineAsync(known.Message);
            return Failed;
        }
        catch (Exception failure) when (failure is Npgsql.NpgsqlException or IOException or UnauthorizedAccessException || failure.InnerException is Npgsql.NpgsqlException)
        {
            await Console.Error.WriteLineAsync($"{failure.GetType().Name}: {failure.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return Failed;
        }
    }

    private static async Task<T> SendAsync<T>(WebApplication app, IRequest<T> request, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().IsSystem = true;
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, ct);
    }

    private static int Say(FormattableString line)
    {
        AnsiConsole.WriteLine(FormattableString.Invariant(line) + ".");
        return 0;
    }

    private static int Tell(Error error)
    {
        foreach (var line in error is ValidationError invalid ? invalid.Faults.Select(static fault => $"{fault.Path}: {fault.Message}") : [error.Message])
        {
            Console.Error.WriteLine(line);
        }

        return Failed;
    }

    // At once, where the usual Progress would tell some other thread some time.
    private sealed class Steps(ProgressTask bar) : IProgress<int>
    {
        public void Report(int value) => bar.Increment(value);
    }
}
