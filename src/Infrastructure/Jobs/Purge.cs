using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UserSystem.Application.Ports;
using UserSystem.Application.Users;

namespace UserSystem.Infrastructure.Jobs;

/// <summary>Lets go for good who was deleted so long ago that nobody can restore them.</summary>
internal sealed class Purge(IServiceScopeFactory scopes, ServiceState state, TimeProvider clock, ILogger<Purge> logger) : HourlyJob(state, clock)
{
    /// <inheritdoc/>
    public override async Task DoAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().IsSystem = true;
        var purged = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new PurgeUsers(DryRun: false), ct);
        if (purged.Error is { } error)
        {
            Tell(error.Code);
        }
        else
        {
            logger.Purged(purged.Value.Count);
        }
    }

    /// <inheritdoc/>
    protected override void Tell(string failure) => logger.PurgeBrokeOff(failure);
}
