using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using UserSystem.Application;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence;
using UserSystem.Infrastructure.Persistence.Schema;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Infrastructure.Tests.Security;
using UserSystem.Testing;
using UserSystem.Testing.Contracts;

namespace UserSystem.Infrastructure.Tests.Persistence.Contracts;

/// <summary>The repositories on PostgreSQL, put together as the service does; one scope is one unit of work.</summary>
internal sealed class PostgresWorld : IWorld, IAsyncDisposable
{
    private static readonly TestPostgres Postgres = new(MigrateAsync);
    private static readonly Lazy<Task<TestDatabase>> Database = new(static () => Postgres.CreateDatabaseAsync(CancellationToken.None));
    private static readonly string MasterKey = AnyMasterKey.Text();

    private readonly ServiceProvider? _services;
    private readonly AsyncServiceScope _scope;

    private PostgresWorld(IServiceScopeFactory scopes, ServiceProvider? services) => (_scope, _services) = (scopes.CreateAsyncScope(), services);

    public IUnitOfWork Work => _scope.ServiceProvider.GetRequiredService<IUnitOfWork>();

    public IUserRepository Users => _scope.ServiceProvider.GetRequiredService<IUserRepository>();

    public IPreferencesRepository Preferences => _scope.ServiceProvider.GetRequiredService<IPreferencesRepository>();

    public IMailLimits MailLimits => _scope.ServiceProvider.GetRequiredService<IMailLimits>();

    public IRoleRepository Roles => _scope.ServiceProvider.GetRequiredService<IRoleRepository>();

    public IInvitationRepository Invitations => _scope.ServiceProvider.GetRequiredService<IInvitationRepository>();

    public ISessionRepository Sessions => _scope.ServiceProvider.GetRequiredService<ISessionRepository>();

    public ILogInStore LogIns => _scope.ServiceProvider.GetRequiredService<ILogInStore>();

    public IUserReader Reader => _scope.ServiceProvider.GetRequiredService<IUserReader>();

    public IIdempotency Idempotency => _scope.ServiceProvider.GetRequiredService<IIdempotency>();

    public IUserAttributeRepository Attributes => _scope.ServiceProvider.GetRequiredService<IUserAttributeRepository>();

    public IAttributeStore AttributeStore => _scope.ServiceProvider.GetRequiredService<IAttributeStore>();

    public IAttributeReader AttributeReader => _scope.ServiceProvider.GetRequiredService<IAttributeReader>();

    /// <summary>All share one database: what a test makes up is its own.</summary>
    public static async Task<IWorld> OpenAsync(AccountsOptions accounts, SessionsOptions sessions, CancellationToken ct)
    {
        var database = await Database.Value.WaitAsync(ct);
        var services = Build(database.ConnectionString, accounts, sessions);
        return new PostgresWorld(services.GetRequiredService<IServiceScopeFactory>(), services);
    }

    public IWorld Anew() => new PostgresWorld(_scope.ServiceProvider.GetRequiredService<IServiceScopeFactory>(), services: null);

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    private static async Task MigrateAsync(string connection)
    {
        await using var services = Build(connection, new AccountsOptions(), new SessionsOptions());
        await services.GetRequiredService<Migrator>().MigrateAsync(target: null, CancellationToken.None);
    }

    private static ServiceProvider Build(string connection, AccountsOptions accounts, SessionsOptions sessions) => new ServiceCollection()
        .AddLogging()
        .AddApplication()
        .AddPersistence()
        .AddSingleton<TimeProvider>(new FakeClock())
        .AddMasterKey(AnyMasterKey.Of(MasterKey))
        .AddSingleton<ThrottleKeys>()
        .AddSingleton(Options.Create(new DatabaseOptions { ConnectionString = connection, MaxPoolSize = 10 }))
        .AddSingleton(Options.Create(accounts))
        .AddSingleton(Options.Create(sessions))
        .BuildServiceProvider();
}
