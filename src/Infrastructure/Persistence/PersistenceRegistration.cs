using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Invitations;
using UserSystem.Application.Ports;
using UserSystem.Application.Sessions;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.Infrastructure.Persistence.Attributes;
using UserSystem.Infrastructure.Persistence.Audit;
using UserSystem.Infrastructure.Persistence.Idempotency;
using UserSystem.Infrastructure.Persistence.Invitations;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Persistence.Outbox;
using UserSystem.Infrastructure.Persistence.Preferences;
using UserSystem.Infrastructure.Persistence.Roles;
using UserSystem.Infrastructure.Persistence.Schema;
using UserSystem.Infrastructure.Persistence.Sessions;
using UserSystem.Infrastructure.Persistence.Users;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Infrastructure.Telemetry;

namespace UserSystem.Infrastructure.Persistence;

internal static class PersistenceRegistration
{
    /// <summary>How the driver names the pool when it is measured.</summary>
    public const string PoolName = "user-system";

    public const string HistoryTable = "schema_migrations";

    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddSingleton(static scope => BuildDataSource(scope.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddDbContextPool<UserSystemDbContext>(static (scope, options) =>
            options.UseUserSystem(scope.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<IInfrastructureFaults, InfrastructureFaults>();
        services.AddSingleton<IDatabaseProbe, DatabaseProbe>();
        services.AddSingleton<ServiceState>();
        services.AddSingleton<Migrator>();

        services.AddScoped<IUnitOfWork, UnitOfWork>();
        services.AddScoped<FinalStatements>();
        services.AddSingleton<KeptAnswers>();
        services.AddSingleton(static provider => new Lazy<KeptAnswers>(provider.GetRequiredService<KeptAnswers>));
        services.AddScoped<KeyedCommit>();
        services.AddScoped<IIdempotency>(static scope => scope.GetRequiredService<KeyedCommit>());
        services.AddScoped<IUserRepository, UserRepository>();
        services.AddScoped<IMailLimits, MailLimits>();
        services.AddSingleton<IUserReader, UserReader>();
        services.AddSingleton<IUserCompletion, UserCompletion>();
        services.AddScoped<IUserAttributeRepository, UserAttributeRepository>();
        services.AddSingleton<IAttributeStore, AttributeStore>();
        services.AddSingleton<IAttributeReader, AttributeReader>();
        services.AddSingleton<AttributeKeys>();
        services.AddScoped<IPreferencesRepository, PreferencesRepository>();
        services.AddScoped<IRoleRepository, RoleRepository>();
        services.AddScoped<IInvitationRepository, InvitationRepository>();
        services.AddSingleton<IInvitationReader, InvitationReader>();
        services.AddSingleton<PermissionReader>();
        services.AddSingleton<PermissionCache>();
        services.AddSingleton<IPermissions>(static provider => provider.GetRequiredService<PermissionCache>());
        services.AddSingleton<AuditMac>();
        services.AddScoped<IAuditLog, AuditLog>();
        services.AddScoped<ISessionRepository, SessionRepository>();
        services.AddSingleton<ILogInStore, LogInStore>();
        services.AddSingleton<IGuessedTokens>(static scope => new GuessedTokens(
            scope.GetRequiredService<NpgsqlDataSource>(), scope.GetRequiredService<ThrottleKeys>,
            scope.GetRequiredService<IOptions<AccountsOptions>>(), scope.GetRequiredService<IOptions<RateLimitingOptions>>()));
        services.AddSingleton<ISessionReader, SessionReader>();
        services.AddSingleton<SessionRotations>();
        services.AddSingleton<SessionEndings>();
        services.AddSingleton<EndedSessionsNews>();
        services.AddSingleton<NodeMessages>();
        services.AddSingleton<INodeMessages>(static scope => scope.GetRequiredService<NodeMessages>());
        services.AddSingleton<NodeListener>();
        services.AddSingleton<SessionActivity>();
        services.AddSingleton<ISessionActivity>(static scope => scope.GetRequiredService<SessionActivity>());

        services.AddScoped<IOutbox, Outbox.Outbox>();
        services.AddSingleton<OutboxPayloads>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxWorker>();
        services.AddMetrics();
        services.AddSingleton<IMetricsRefresh, Gauges>();
        return services;
    }

    public static NpgsqlDataSource BuildDataSource(DatabaseOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
        var connection = builder.ConnectionStringBuilder;
        connection.MaxPoolSize = options.MaxPoolSize;
        connection.ApplicationName ??= "user-system";

        // Connections are only ever used through this code, which leaves nothing behind on them.
        connection.NoResetOnClose = true;
        connection.MaxAutoPrepare = 100;
        connection.AutoPrepareMinUsages = 2;
        builder.MapEnum<UserStatus>("user_status");

        // What its pool is called among metrics; otherwise the driver takes the connection string.
        builder.Name = PoolName;
        return builder.Build();
    }

    public static DbContextOptionsBuilder UseUserSystem(this DbContextOptionsBuilder options, NpgsqlDataSource database) =>
        options
            .UseNpgsql(database, static npgsql => npgsql
                .MapEnum<UserStatus>("user_status")
                .MigrationsHistoryTable(HistoryTable))
            .AddInterceptors(EfStatements.Instance)
            // What fails is told by whoever asked for it, in a line and not in a stack trace, and is often no fault at all.
            .ConfigureWarnings(static warnings => warnings.Log(
                (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.ConnectionError, LogLevel.Debug),
                (RelationalEventId.TransactionError, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug),
                (CoreEventId.SaveChangesFailed, LogLevel.Debug)));
}
