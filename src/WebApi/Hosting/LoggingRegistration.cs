using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Hosting;

/// <summary>Logs: JSON for machines, plain lines where a person watches.</summary>
internal static class LoggingRegistration
{
    private const string PlainLine = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static IServiceCollection AddUserSystemLogging(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSerilog(
            (_, logger) =>
            {
                logger.MinimumLevel.Information()
                    .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                    .MinimumLevel.Override("System", LogEventLevel.Warning)
                    .ReadFrom.Configuration(configuration)
                    .Enrich.FromLogContext()
                    .Enrich.With<WithoutPath>();
                if (Console.IsOutputRedirected)
                {
                    logger.WriteTo.Console(new JsonFormatter(renderMessage: true));
                }
                else
                {
                    logger.WriteTo.Console(outputTemplate: PlainLine, formatProvider: CultureInfo.InvariantCulture);
                }
            },
            preserveStaticLogger: true);

    /// <summary>One line for each request: the route, never the address that was asked for, since that may name somebody.</summary>
    public static void UseRequestLog(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("UserSystem.Requests");
        if (!logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var clock = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (http, next) =>
        {
            var start = clock.GetTimestamp();
            await next(http);
            logger.Answered(http.Request.Method, RouteNames.Of(http) ?? "none", http.Response.StatusCode, clock.GetElapsedTime(start).TotalMilliseconds);
        });
    }

    /// <summary>Takes off what the server adds to every line of a request: whatever somebody typed as a path.</summary>
    private sealed class WithoutPath : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.RemovePropertyIfPresent("RequestPath");
    }
}
