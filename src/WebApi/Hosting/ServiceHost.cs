using System.Security.Cryptography;
using UserSystem.Infrastructure;
using UserSystem.Infrastructure.Persistence.Embedded;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.WebApi.Hosting;

/// <summary>What has to be settled before the service is put together: settings, the private database where none is named, the master key.</summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    private const string DataDirectory = ".data";

    private readonly WebApplicationBuilder _builder;
    private readonly Settings _settings;
    private readonly EmbeddedPostgres? _postgres;

    private ServiceHost(WebApplicationBuilder builder, Settings settings, EmbeddedPostgres? postgres) =>
        (_builder, _settings, _postgres) = (builder, settings, postgres);

    private static string PasswordFile => Path.Combine(DataDirectory, "admin-password");

    /// <summary>
    /// Reads the settings and starts the private database where they name none. Commands that neither seal nor sign anything work without
    /// the master key.
    /// </summary>
    public static async Task<ServiceHost> PrepareAsync(bool serves, bool needsMasterKey, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var settings = Settings.Read(builder.Configuration);
        if (needsMasterKey)
        {
            settings.MasterKey = MasterKey.Load(settings.Security, settings.IsEmbedded ? Path.Combine(DataDirectory, "master-key") : null);
        }

        if (!settings.IsEmbedded)
        {
            return new ServiceHost(builder, settings, postgres: null);
        }

        using var logging = LoggerFactory.Create(log => log.AddConfiguration(builder.Configuration).AddSimpleConsole(line => line.SingleLine = true));
        var postgres = new EmbeddedPostgres(settings.EmbeddedPostgres, logging.CreateLogger<EmbeddedPostgres>(), TimeProvider.System);
        try
        {
            settings.Database.ConnectionString = await (serves ? postgres.StartAsync(ct) : postgres.JoinAsync(ct));
            settings.Bootstrap.AdminEmail ??= "admin@localhost.localdomain";
            settings.Bootstrap.AdminPassword ??= await AdministratorPasswordAsync(ct);
            return new ServiceHost(builder, settings, postgres);
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>For what describes the service without running it.</summary>
    public static ServiceHost WithoutDatabase()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var settings = Settings.Read(builder.Configuration);
        settings.Database.ConnectionString = "Host=none";
        return new ServiceHost(builder, settings, postgres: null);
    }

    /// <summary>The service, for one command.</summary>
    public WebApplication Build() => UserSystemApp.Create(_builder, _settings);

    /// <summary>The service with all that runs by itself.</summary>
    public WebApplication BuildToServe() => UserSystemApp.Create(_builder, _settings, services => services.AddBackgroundWork(_postgres));

    /// <summary>Tells a person who just started it where it is and how to get in.</summary>
    public void Greet()
    {
        var url = _settings.App.PublicUrl;
        Console.Error.WriteLine($"{_settings.App.Name} listens on {_settings.Urls}. Try the API at {url}/docs");
        if (_postgres is not null)
        {
            Console.Error.WriteLine($"Log in as {_settings.Bootstrap.AdminEmail} with the password in {PasswordFile}; mail lies in {_settings.Email.PickupDirectory}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    private static async Task<string> AdministratorPasswordAsync(CancellationToken ct)
    {
        if (!File.Exists(PasswordFile))
        {
            Directory.CreateDirectory(DataDirectory);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using var file = new StreamWriter(PasswordFile, options);
            await file.WriteLineAsync(RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 20).AsMemory(), ct);
        }

        return (await File.ReadAllTextAsync(PasswordFile, ct)).Trim();
    }
}
