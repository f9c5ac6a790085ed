using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Persistence;
using UserSystem.Infrastructure.Persistence.Attributes;
using UserSystem.Infrastructure.Persistence.Schema;
using UserSystem.Infrastructure.Persistence.Sessions;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure;

/// <summary>
/// What has to be there before requests are served: a database, its schema, the keys, the first administrator. While the database is
/// away it is waited for, and the service says that it is not ready.
/// </summary>
internal sealed class Startup(
    Migrator migrator, SigningKeyRefresher signingKeys, EndedSessionsNews endedSessions, AttributeKeys attributeKeys, ServiceState state,
    IInfrastructureFaults faults, IServiceScopeFactory scopes, IOptions<DatabaseOptions> databaseOptions, IOptions<BootstrapOptions> bootstrap,
    TimeProvider clock, ILogger<Startup> logger) : BackgroundWork
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    protected override async Task RunAsync(CancellationToken ct)
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                if (await PrepareAsync(ct))
                {
                    state.BecomeReady();
                    return;
                }

                logger.WaitingForDatabase("the schema is of an older version, and MigrateOnStart is off", (int)pause.TotalSeconds);
            }
            catch (Exception failure) when (InfrastructureFaults.IsOfDriver(failure) || faults.IsOutage(failure))
            {
                logger.WaitingForDatabase(failure.Message, (int)pause.TotalSeconds);
            }

            await Task.Delay(pause, clock, ct);
        }
    }

    private async Task<bool> PrepareAsync(CancellationToken ct)
    {
        if (databaseOptions.Value.MigrateOnStart)
        {
            await migrator.MigrateAsync(target: null, ct);
        }
        else if (!await migrator.IsCurrentAsync(ct))
        {
            return false;
        }

        await signingKeys.ReloadAsync(ct);
        await endedSessions.LoadAsync(ct);
        await attributeKeys.PublishAsync(ct);
        await CreateAdministratorAsync(ct);
        return true;
    }

    private async Task CreateAdministratorAsync(CancellationToken ct)
    {
        if (bootstrap.Value is not { AdminEmail: { } email, AdminPassword: { } password })
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().IsSystem = true;
        var made = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new CreateAdministrator(email, password, "Administrator"), ct);
        if (made.Error is { } error)
        {
            logger.AdministratorRefused(error is ValidationError invalid ? string.Join(", ", invalid.Faults.Select(static fault => fault.Code)) : error.Code);
        }
        else if (made.Value is AdministratorOutcome.NotPromoted)
        {
            logger.AdministratorNotPromoted();
        }
    }
}
