using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using UserSystem.Application.Ports;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Security.Passwords;

internal static class PasswordsRegistration
{
    /// <summary>Adds the policy and the hashing of passwords; the host binds <see cref="PasswordOptions"/>.</summary>
    public static IServiceCollection AddPasswords(this IServiceCollection services) => services
        .AddSingleton(Argon2Parameters.Default)
        .AddSingleton(static scope => new Argon2Memory(
            scope.GetRequiredService<Argon2Parameters>(), scope.GetRequiredService<IOptions<PasswordOptions>>().Value.MaxConcurrentHashes,
            scope.GetRequiredService<TimeProvider>()))
        .AddSingleton(static scope => new HashingGate(scope.GetRequiredService<IOptions<PasswordOptions>>().Value))
        .AddSingleton<ForeignHashes>()
        .AddSingleton<IPasswordHasher<User>, Argon2idPasswordHasher>()
        .AddSingleton<DummyHash>()
        .AddSingleton<IPasswordPolicy, ListedPasswordPolicy>()
        .AddScoped<IPasswords, IdentityPasswords>();
}
