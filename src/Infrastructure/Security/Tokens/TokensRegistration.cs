using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Security.DataProtection;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>Brings tokens and their keys into a host.</summary>
public static class TokensRegistration
{
    /// <summary>
    /// Adds the ports for tokens and the upkeep of signing keys. Needs an <see cref="NpgsqlDataSource"/>, a <see cref="TimeProvider"/>,
    /// <see cref="KeysRegistration.AddMasterKey"/>, <see cref="DataProtectionRegistration.AddUserSystemDataProtection"/> and
    /// <see cref="TokensOptions"/> with an issuer.
    /// </summary>
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddSingleton<SigningKeyStore>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<SigningKeyRefresher>();
        services.AddSingleton<ISigningKeyReader, SigningKeyReader>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<IEndedSessions>(provider => provider.GetRequiredService<EndedSessions>());
        services.AddSingleton(_ => new VerifiedTokens());
        services.AddSingleton<IAccessTokens, AccessTokens>();
        services.AddSingleton<IRefreshTokens, RefreshTokenCodec>();
        services.AddSingleton<ICursors, SignedCursors>();
        return services;
    }
}
