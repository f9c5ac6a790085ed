using BenchmarkDotNet.Attributes;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using UserSystem.Application;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Ports;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Benchmarks;

/// <summary>What the hall costs: a request through MediatR and its behaviors, beside the same handler called by hand. About 2 µs is the mark.</summary>
[MemoryDiagnoser]
public class Pipeline
{
    private ServiceProvider _services = null!;

    /// <summary>The use cases as a host has them, with a reader that knows its answer.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var services = new ServiceCollection();
        services.AddApplication();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(Options.Create(new AccountsOptions()));
        services.AddSingleton(Options.Create(new AttributesOptions()));
        services.AddSingleton<IPermissions, Permitting>();
        services.AddSingleton<IUserReader, Knowing>();
        services.AddSingleton<IInfrastructureFaults, Faultless>();
        _services = services.BuildServiceProvider();
    }

    /// <summary>Door to room and back, in a scope of its own as each request has one.</summary>
    [Benchmark]
    public async Task<MeDto> Send()
    {
        await using var scope = _services.CreateAsyncScope();
        Identify(scope);
        return (await scope.ServiceProvider.GetRequiredService<ISender>().Send(new GetMe())).Value;
    }

    /// <summary>The room alone.</summary>
    [Benchmark(Baseline = true)]
    public async Task<MeDto> Handle()
    {
        await using var scope = _services.CreateAsyncScope();
        Identify(scope);
        return (await scope.ServiceProvider.GetRequiredService<GetMeHandler>().Handle(new GetMe(), default)).Value;
    }

    private static void Identify(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<Caller>().Identity = new CallerIdentity(default, default, 1, default);

    private sealed class Permitting : IPermissions
    {
        private static readonly PermissionSet All = new([Permissions.Everything]);

        public ValueTask<PermissionSet> OfAsync(UserId userId, CancellationToken ct) => new(All);
    }

    private sealed class Faultless : IInfrastructureFaults
    {
        public bool IsOutage(Exception exception) => false;

        public bool IsLostRace(Exception exception) => false;
    }

    private sealed class Knowing : IUserReader
    {
        private static readonly MeDto Me = new(
            default, "ada@example.org", "Ada", UserStatus.Active, true, null, true, null, null, "v1.0", false, null, default, default);

        public Task<MeDto?> FindMeAsync(UserId id, string currentTerms, UserInclusion? inclusion, CancellationToken ct) => Task.FromResult<MeDto?>(Me);

        public Task<UserDto?> FindAsync(UserId id, UserInclusion? inclusion, CancellationToken ct) => throw new NotSupportedException();

        public Task<List<UserSummaryDto>> ListAsync(UserFilter filter, Position? after, int limit, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<TermsAcceptanceDto>> ListTermsAsync(UserId id, CancellationToken ct) =>
                Task.FromResult<IReadOnlyList<TermsAcceptanceDto>>([]);
    }
}
