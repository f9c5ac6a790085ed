using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;

namespace UserSystem.WebApi.Tests.Processes;

/// <summary>A service that brings its own database takes it away again.</summary>
public sealed class OwnDatabaseTests
{
    [Test]
    public async Task A_start_that_fails_after_the_database_is_there_leaves_none_behind()
    {
        // Nobody can write a file where a directory is.
        await using var service = ServiceProcess.ServeAlone(static folder =>
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            Directory.CreateDirectory(Path.Combine(folder, ".data", "admin-password"));
        });

        var exitCode = await service.ExitAsync();

        Assert.That((exitCode, KillServer(service)), Is.EqualTo((1, 0)), service.Errors);
        Assert.That(service.Output, Does.Contain("started from"), "Otherwise it failed too early to tell.");
        Assert.That(service.Errors.Split('\n'), Has.Length.EqualTo(1).And.One.Contains("admin-password"));
    }

    [Test]
    public async Task A_database_that_is_killed_comes_back_with_what_was_in_it()
    {
        await using var service = ServiceProcess.ServeAlone(static folder => File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101));
        try
        {
            await service.ReadyAsync();
            using var http = new HttpClient { BaseAddress = service.Address };
            var password = await File.ReadAllTextAsync(Path.Combine(service.Folder, ".data", "admin-password"));
            using var tokens = await http.PostAsJsonAsync("/api/v1/auth/login", new { email = "admin@localhost.localdomain", password = password.Trim() });
            http.DefaultRequestHeaders.Authorization = new("Bearer", (await tokens.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());

            Assert.That(KillServer(service), Is.Positive);
            await Outage.UntilAsync(() => Task.FromResult(service.Output.Contains("is back after", StringComparison.Ordinal)), TimeSpan.FromSeconds(30));
            await Outage.UntilAsync(async () => await AskAsync(http) is HttpStatusCode.OK, TimeSpan.FromSeconds(5));

            Assert.That(service.Output, Does.Contain("has died and is started again"));
        }
        finally
        {
            service.Terminate();
            await service.ExitAsync();
        }

        Assert.That(KillServer(service), Is.Zero, "It stops with the service all the same.");
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("/api/v1/users/me");
        return answer.StatusCode;
    }

    // Its number, and 0 where none is left. One that is would be anybody's to find: it is ended in any case.
    private static int KillServer(ServiceProcess service)
    {
        var file = Path.Combine(service.Folder, ".data", "postgres", "postmaster.pid");
        if (!File.Exists(file))
        {
            return 0;
        }

        var id = int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
        using var server = Process.GetProcessById(id);
        server.Kill();
        server.WaitForExit();
        return id;
    }
}
