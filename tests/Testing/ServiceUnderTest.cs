using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserSystem.Infrastructure.Persistence.Outbox;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Testing;

/// <summary>What tests change about a whole service, and what they ask of its background work.</summary>
public static class ServiceUnderTest
{
    /// <summary>Passwords that cost next to nothing: 8 KiB of memory, one pass.</summary>
    public static IServiceCollection AddCheapPasswords(this IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton(new Argon2Parameters(MemoryKiB: 8, Iterations: 1, Parallelism: 1)));

    /// <summary>Puts something around the service that was added last for a port.</summary>
    public static IServiceCollection Decorate<TPort>(this IServiceCollection services, Func<TPort, IServiceProvider, TPort> around)
        where TPort : class
    {
        var inner = services.Last(static service => service.ServiceType == typeof(TPort));
        return services.Replace(ServiceDescriptor.Describe(typeof(TPort), provider => around(Build(provider), provider), inner.Lifetime));

        TPort Build(IServiceProvider provider) => (TPort)(inner.ImplementationInstance
            ?? inner.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!));
    }

    /// <summary>Carries out the deferred commands that are due; returns how many were tried.</summary>
    public static Task<int> DrainOutboxAsync(this IServiceProvider services, CancellationToken ct) =>
        services.GetRequiredService<OutboxWorker>().DrainAsync(ct);
}
