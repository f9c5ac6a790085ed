using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserSystem.Application.Ports;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure;
using UserSystem.Infrastructure.Persistence.Schema;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Testing;
using UserSystem.WebApi.Hosting;
using UserSystem.WebApi.Tests.Contract;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>The whole service in this process: real HTTP on a free port, a database of its own, background work, cheap passwords.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private static readonly string AnyMasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly WebApplication _app;
    private readonly TestDatabase? _database;
    private readonly Lazy<Task<ContractDocument>> _contract;

    private ApiHost(WebApplication app, TestDatabase? database, string connectionString, Mailbox mailbox)
    {
        (_app, _database, ConnectionString, Mailbox) = (app, database, connectionString, mailbox);
        _contract = new(() => ContractDocument.FetchAsync(Address));
    }

    /// <summary>Databases that are cloned from one that was migrated.</summary>
    public static TestPostgres Databases { get; } = new(MigrateAsync);

    public Uri Address => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public string ConnectionString { get; }

    public Mailbox Mailbox { get; }

    /// <summary>The description that this service serves.</summary>
    public Task<ContractDocument> Contract => _contract.Value;

    public static async Task<ApiHost> StartAsync(Action<HostPlan>? change = null)
    {
        var plan = new HostPlan();
        change?.Invoke(plan);
        var database = plan.ConnectionString is null ? await Databases.CreateDatabaseAsync(CancellationToken.None) : null;
        var connectionString = plan.ConnectionString ?? database!.ConnectionString;
        var mailbox = new Mailbox();
        plan.Settings["ConnectionStrings__Database"] = connectionString;
        plan.Settings["Email__PickupDirectory"] = mailbox.Directory;

        WebApplication app;
        try
        {
            app = Create(plan.Settings, services =>
            {
                services.AddCheapPasswords().AddBackgroundWork();
                services.Decorate<IPasswordHasher<User>>(static (hasher, _) => new CountedHasher(hasher));
                if (plan.Clock is { } clock)
                {
                    services.AddSingleton<TimeProvider>(clock);
                }

                plan.Adjust?.Invoke(services);
            });
            await app.StartAsync();
        }
        catch
        {
            mailbox.Dispose();
            await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }

        var host = new ApiHost(app, database, connectionString, mailbox);
        if (plan.BecomesReady)
        {
            await host.ReadyAsync();
        }

        return host;
    }

    public ApiClient Client() => new(this);

    public Task ReadyAsync() => Services.GetRequiredService<ServiceState>().WaitUntilReadyAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

    public Task StopAsync() => _app.StopAsync();

    /// <summary>Waits until everything that was deferred up to now is done, or was tried and failed.</summary>
    public async Task OutboxIdleAsync()
    {
        await using var database = NpgsqlDataSource.Create(ConnectionString);
        await using var open = database.CreateCommand("select exists (select 1 from outbox_messages where delivered_at is null and last_error is null and created_at <= $1 and (attempts > 0 or next_attempt_at <= $1))");
        open.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        do
        {
            await Services.DrainOutboxAsync(patience.Token);
        }
        while (await open.ExecuteScalarAsync(patience.Token) is true);
    }

    /// <summary>The mail that an address got, oldest first.</summary>
    public async Task<IReadOnlyList<Eml>> MailToAsync(string email)
    {
        await OutboxIdleAsync();
        return Mailbox.To(email);
    }

    /// <summary>The secret of the latest link to a page that an address got, after all that was deferred is done.</summary>
    public async Task<string> TokenToAsync(string email, string page)
    {
        // The first turn of the deferred work writes the mail, the second sends it.
        await OutboxIdleAsync();
        var mail = await MailToAsync(email);
        return EmlReader.TokenIn(mail.Last(each => each.Text.Contains($"/{page}?token=", StringComparison.Ordinal)).Text);
    }

    /// <summary>One value from the service's database.</summary>
    public async Task<T?> QueryAsync<T>(string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Mailbox.Dispose();
    }

    private static WebApplication Create(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? adjust)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Select(static set =>
            new KeyValuePair<string, string?>(set.Key == "ASPNETCORE_URLS" ? "urls" : set.Key.Replace("__", ":", StringComparison.Ordinal), set.Value)));
        var read = Settings.Read(builder.Configuration);
        read.Security.MasterKey ??= AnyMasterKey;
        read.MasterKey = MasterKey.Load(read.Security, embeddedKeyFile: null);
        return UserSystemApp.Create(builder, read, adjust);
    }

    private static async Task MigrateAsync(string connectionString)
    {
        var settings = new HostPlan().Settings;
        settings["ConnectionStrings__Database"] = connectionString;
        await using var app = Create(settings, adjust: null);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(target: null, CancellationToken.None);
    }
}
