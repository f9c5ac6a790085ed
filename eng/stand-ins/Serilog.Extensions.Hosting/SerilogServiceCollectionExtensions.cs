using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Extensions.Hosting;
using Serilog.Extensions.Logging;

namespace Serilog;

/// <summary>Makes Serilog the host's logging.</summary>
public static class SerilogServiceCollectionExtensions
{
    /// <summary>Configures Serilog when the logger is first asked for, and lets every <see cref="ILogger{T}"/> write to it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configureLogger">Says where events go; may ask for services that do not log themselves.</param>
    /// <param name="preserveStaticLogger">Leaves <see cref="Log.Logger"/> alone, as several hosts in one process need it.
    /// Otherwise the new logger becomes the static one too, and is closed with it.</param>
    /// <param name="writeToProviders">Events also go to the registered <see cref="ILoggerProvider"/>s.</param>
    public static IServiceCollection AddSerilog(
        this IServiceCollection services,
        Action<IServiceProvider, LoggerConfiguration> configureLogger,
        bool preserveStaticLogger = false,
        bool writeToProviders = false)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configureLogger);

        services.AddSingleton(provider => HostLogger.Create(provider, configureLogger, preserveStaticLogger, writeToProviders));
        services.AddSingleton<ILogger>(provider => provider.GetRequiredService<HostLogger>().Logger);
        services.AddSingleton<ILoggerFactory>(provider => provider.GetRequiredService<HostLogger>().CreateFactory(provider));
        services.AddSingleton(provider => new DiagnosticContext(provider.GetRequiredService<ILogger>()));
        services.AddSingleton<IDiagnosticContext>(provider => provider.GetRequiredService<DiagnosticContext>());
        return services;
    }

    /// <summary>Keeps the logger from the container, which would close it twice: the factory owns it.</summary>
    private sealed class HostLogger(Logger logger, bool isStatic, LoggerProviderCollection? providers)
    {
        /// <summary>The logger behind a shell that cannot be disposed of.</summary>
        public ILogger Logger { get; } = logger.ForContext([]);

        public static HostLogger Create(
            IServiceProvider provider,
            Action<IServiceProvider, LoggerConfiguration> configure,
            bool preserveStaticLogger,
            bool writeToProviders)
        {
            var configuration = new LoggerConfiguration();
            var providers = writeToProviders ? new LoggerProviderCollection() : null;
            if (providers is not null)
            {
                configuration.WriteTo.Providers(providers);
            }

            configure(provider, configuration);
            var logger = configuration.CreateLogger();
            if (!preserveStaticLogger)
            {
                Log.Logger = logger;
            }

            return new HostLogger(logger, isStatic: !preserveStaticLogger, providers);
        }

        /// <summary>Given no logger, the factory follows the static one and closes that.</summary>
        public ILoggerFactory CreateFactory(IServiceProvider provider)
        {
            var factory = new SerilogLoggerFactory(isStatic ? null : logger, dispose: true, providers);
            foreach (var loggerProvider in providers is null ? [] : provider.GetServices<ILoggerProvider>())
            {
                factory.AddProvider(loggerProvider);
            }

            return factory;
        }
    }
}
