using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Testing;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>A service in which every command of a request loses its race against another.</summary>
internal sealed class LostRaces(IUnitOfWork inner) : IUnitOfWork
{
    public static Task<ApiHost> Host => Hosts.OnceAsync(static plan => plan.Adjust = static services =>
        services.Decorate<IUnitOfWork>(static (work, _) => new LostRaces(work)));

    /// <summary>Shares a database with <see cref="Host"/>, and loses nothing: for what has to be there before.</summary>
    public static async Task<ApiHost> PreparingAsync()
    {
        var losing = await Host;
        return await Hosts.OnceAsync(plan => plan.ConnectionString = losing.ConnectionString, nameof(PreparingAsync));
    }

    public async Task<Result> CommitAsync(CancellationToken ct)
    {
        await inner.ForgetAsync(ct);
        return CommonErrors.LostRace;
    }

    public Task<Result> SaveAsync(Func<Task> changes, bool keep, CancellationToken ct) => inner.SaveAsync(changes, keep, ct);

    public Task ForgetAsync(CancellationToken ct) => inner.ForgetAsync(ct);
}
