using System.Diagnostics;
using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Processes;

/// <summary>The description as those meet it who never see anything else: a TypeScript client is made from it, compiled, and used.</summary>
[Category("GeneratedClient")]
public sealed class GeneratedClientTests
{
    private const string Admin = "root@example.org";
    private const string Password = "a quiet green river";

    private static readonly string Sources = Path.Combine(FindRoot(), "tests", "Client");

    [Test]
    public async Task A_client_generated_from_the_description_compiles_strictly_and_walks_the_tour()
    {
        Assume(File.Exists(Path.Combine(Sources, "node_modules", ".package-lock.json")), "The npm packages are missing: npm ci --ignore-scripts --prefix tests/Client");
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await using var service = ServiceProcess.Serve(database.ConnectionString, ("Bootstrap__AdminEmail", Admin), ("Bootstrap__AdminPassword", Password));
        using var client = new ClientFolder(Sources);
        await service.ReadyAsync();
        using (var http = new HttpClient())
        {
            await File.WriteAllBytesAsync(client.File("openapi.json"), await http.GetByteArrayAsync(new Uri(service.Address, "/openapi/v1.json")));
        }

        await client.RunAsync("node_modules/openapi-typescript/bin/cli.js", "openapi.json", "-o", "api.ts");
        await client.RunAsync("node_modules/typescript/bin/tsc", "--pretty", "false");
        var walked = await client.RunAsync("tour.js", service.Address.ToString(), Path.Combine(service.Folder, ".data", "mail"), Admin, Password);

        Assert.That(walked.Trim(), Is.EqualTo("Everything is as promised."));
    }

    private static void Assume(bool holds, string otherwise)
    {
        if (!holds)
        {
            Assert.Fail(otherwise);
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserSystem.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    /// <summary>A copy of the client's sources with a way to the packages, so that nothing is written beside the sources.</summary>
    private sealed class ClientFolder : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("user-system-client-");

        public ClientFolder(string sources)
        {
            foreach (var file in Directory.EnumerateFiles(sources).Where(static file => Path.GetFileName(file) is not "api.ts"))
            {
                System.IO.File.Copy(file, File(Path.GetFileName(file)));
            }

            Directory.CreateSymbolicLink(File("node_modules"), Path.Combine(sources, "node_modules"));
        }

        public string File(string name) => Path.Combine(_folder.FullName, name);

        /// <summary>Runs a program with node to its end and returns what it said; fails with that where it failed.</summary>
        public async Task<string> RunAsync(params string[] arguments)
        {
            using var process = StartNode(arguments);
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            try
            {
                await process.WaitForExitAsync().WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                process.Kill();
                throw;
            }

            Assert.That(process.ExitCode, Is.Zero, $"{arguments[0]}: {await output}{await errors}");
            return await output;
        }

        public void Dispose() => _folder.Delete(recursive: true);

        private Process StartNode(string[] arguments)
        {
            try
            {
                return Process.Start(new ProcessStartInfo("node", arguments)
                {
                    WorkingDirectory = _folder.FullName,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Assert.Fail("Node.js is missing: sudo apt-get install -y nodejs npm");
                throw;
            }
        }
    }
}
