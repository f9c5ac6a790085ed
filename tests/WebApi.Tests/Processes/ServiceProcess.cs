using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using UserSystem.WebApi.Hosting;

namespace UserSystem.WebApi.Tests.Processes;

/// <summary>The built service as a process of the operating system, in a folder of its own.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("user-system-process-");

    private ServiceProcess(string[] arguments, IReadOnlyDictionary<string, string?> settings, Action<string>? prepare = null)
    {
        prepare?.Invoke(Folder);
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [typeof(UserSystemApp).Assembly.Location, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["App__PublicUrl"] = "https://users.example.org";
        start.Environment["Security__MasterKey"] = AnyMasterKey;
        start.Environment["RateLimiting__Enabled"] = "false";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _output.AppendLine(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            _errors.AppendLine(line.Data);
            if (line.Data?.Contains("listens on", StringComparison.Ordinal) is true)
            {
                _listens.TrySetResult();
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Shared by all processes, as by the nodes of one installation.</summary>
    public static string AnyMasterKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public Uri Address { get; }

    /// <summary>Where it runs; gone with it.</summary>
    public string Folder => _folder.FullName;

    public string Output => _output.ToString().Trim();

    public string Errors => _errors.ToString().Trim();

    /// <summary>Starts a service on a database.</summary>
    public static ServiceProcess Serve(string connectionString, params (string Name, string? Value)[] settings) => Start([], connectionString, settings);

    /// <summary>Starts a service that brings its own database, in a folder with something in it.</summary>
    public static ServiceProcess ServeAlone(Action<string> prepare) =>
        new([], new Dictionary<string, string?> { ["ConnectionStrings__Database"] = "" }, prepare);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string[] arguments, string connectionString, string input = "", params (string Name, string? Value)[] settings)
    {
        await using var process = Start(arguments, connectionString, settings);
        await process._process.StandardInput.WriteAsync(input);
        process._process.StandardInput.Close();
        return (await process.ExitAsync(), process.Output, process.Errors);
    }

    /// <summary>Waits until the service listens and says that it is ready; throws with what it said where it ends instead.</summary>
    public async Task ReadyAsync()
    {
        if (await Task.WhenAny(_listens.Task, _process.WaitForExitAsync()).WaitAsync(Patience) != _listens.Task)
        {
            throw new InvalidOperationException($"The service ended: {Errors} {Output}");
        }

        using var http = new HttpClient { BaseAddress = Address };
        var started = Stopwatch.GetTimestamp();
        while ((await http.GetAsync("/health/ready")).StatusCode is not HttpStatusCode.OK)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"The service does not become ready: {Errors} {Output}");
            }
        }
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public void Kill() => _process.Kill();

    /// <summary>As <c>kill</c>.</summary>
    public void Terminate() => _ = SendSignal(_process.Id, 15);

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static ServiceProcess Start(string[] arguments, string connectionString, (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings__Database"] = connectionString };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return new ServiceProcess(arguments, all);
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
