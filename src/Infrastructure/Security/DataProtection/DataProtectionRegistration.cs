using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Security.DataProtection;

/// <summary>Brings the framework's data protection into a host.</summary>
public static class DataProtectionRegistration
{
    /// <summary>
    /// Adds data protection whose keys lie in the database, sealed under the master key. Needs an <see cref="NpgsqlDataSource"/> and
    /// <see cref="KeysRegistration.AddMasterKey"/>.
    /// </summary>
    public static IServiceCollection AddUserSystemDataProtection(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("UserSystem");

        // The framework would read the keys at once; here the schema may have to be made first.
        services.Remove(services.Single(static service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly));
        services.AddOptions<KeyManagementOptions>().Configure<NpgsqlDataSource, Encryption>((options, database, encryption) =>
        {
            options.XmlRepository = new PostgresXmlRepository(database);
            options.XmlEncryptor = new MasterKeyXmlEncryptor(encryption);
        });
        return services;
    }
}
