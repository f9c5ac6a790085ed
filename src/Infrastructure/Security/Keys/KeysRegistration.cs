using Microsoft.Extensions.DependencyInjection;

namespace UserSystem.Infrastructure.Security.Keys;

/// <summary>Brings the master key into a host.</summary>
public static class KeysRegistration
{
    /// <summary>Adds a master key that was loaded before the host is built, so that a start without one is refused at once.</summary>
    public static IServiceCollection AddMasterKey(this IServiceCollection services, MasterKey masterKey) =>
        services.AddSingleton(masterKey).AddSingleton<Encryption>();
}
