using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using UserSystem.Application;
using UserSystem.Application.Accounts;
using UserSystem.Application.Mail;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Persistence;
using UserSystem.Infrastructure.Persistence.Outbox;
using UserSystem.Infrastructure.Persistence.Schema;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Infrastructure.Tests.Security;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>The service without its edge, on one database; two of them on one database are two nodes.</summary>
internal sealed class Node : IAsyncDisposable
{
    private static readonly string Key = AnyMasterKey.Text();

    private readonly ServiceProvider _services;

    public Node(string connectionString, FakeClock? clock = null, string? masterKey = null, Action<IServiceCollection>? adjust = null)
    {
        Clock = clock ?? new FakeClock();
        var services = new ServiceCollection().AddLogging().AddApplication().AddInfrastructure()
            .AddMasterKey(AnyMasterKey.Of(masterKey ?? Key))
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IMailSender>(Mail)
            .AddSingleton(Options.Create(new DatabaseOptions { ConnectionString = connectionString }))
            .AddSingleton(Options.Create(Accounts))
            .AddSingleton(Options.Create(Sessions))
            .AddSingleton(Options.Create(new WorkerOptions()));
        adjust?.Invoke(services);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public FakeClock Clock { get; }

    public RecordedMail Mail { get; } = new();

    public AccountsOptions Accounts { get; } = new();

    public SessionsOptions Sessions { get; } = new();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public Ids Ids => Get<Ids>();

    public Migrator Migrator => Get<Migrator>();

    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>What one request works with.</summary>
    public Work Begin() => new(_services.CreateAsyncScope());

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
