using Microsoft.Extensions.DependencyInjection;
using UserSystem.Infrastructure.Jobs;
using UserSystem.Infrastructure.Mail;
using UserSystem.Infrastructure.Persistence;
using UserSystem.Infrastructure.Persistence.Embedded;
using UserSystem.Infrastructure.Persistence.Nodes;
using UserSystem.Infrastructure.Persistence.Outbox;
using UserSystem.Infrastructure.Persistence.Sessions;
using UserSystem.Infrastructure.Security.DataProtection;
using UserSystem.Infrastructure.Security.Identity;
using UserSystem.Infrastructure.Security.Keys;
using UserSystem.Infrastructure.Security.Passwords;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure;

/// <summary>Brings the adapters of all ports into a host.</summary>
public static class DependencyInjection
{
    /// <summary>Adds the adapters. The options that they read and the master key are the host's to add.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services) => services
        .AddSingleton<TimeProvider, MicrosecondClock>()
        .AddPersistence()
        .AddSingleton<ThrottleKeys>()
        .AddUserSystemDataProtection()
        .AddPasswords()
        .AddIdentity()
        .AddTokens()
        .AddMail()
        .AddSingleton<IProcessMemory, ProcessMemory>()
        .AddSingleton<Cleanup>()
        .AddSingleton<Purge>();

    /// <summary>
    /// Adds what runs by itself while the host serves: the start, the keys, the outbox, what keeps tables small, and what keeps the private
    /// PostgreSQL running where there is one.
    /// </summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services, EmbeddedPostgres? postgres = null) => services
        .AddKeeper(postgres)
        .AddHostedService<Startup>()
        .AddHostedService(static provider => provider.GetRequiredService<SigningKeyRefresher>())
        .AddHostedService(static provider => provider.GetRequiredService<NodeListener>())
        .AddHostedService(static provider => provider.GetRequiredService<SessionActivity>())
        .AddHostedService(static provider => provider.GetRequiredService<OutboxWorker>())
        .AddHostedService(static provider => provider.GetRequiredService<Cleanup>())
        .AddHostedService(static provider => provider.GetRequiredService<Purge>())
        .AddHostedService<IdleMemory>();

    private static IServiceCollection AddKeeper(this IServiceCollection services, EmbeddedPostgres? postgres) => postgres is null
        ? services
        : services.AddHostedService(provider => ActivatorUtilities.CreateInstance<EmbeddedPostgresKeeper>(provider, postgres));
}
