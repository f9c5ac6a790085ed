using Microsoft.AspNetCore.Http.Timeouts;
using UserSystem.Application;
using UserSystem.Application.Attributes;
using UserSystem.Infrastructure;
using UserSystem.WebApi.Accounts;
using UserSystem.WebApi.Attributes;
using UserSystem.WebApi.Http;
using UserSystem.WebApi.Invitations;
using UserSystem.WebApi.Limits;
using UserSystem.WebApi.OpenApi;
using UserSystem.WebApi.Operations;
using UserSystem.WebApi.Pages;
using UserSystem.WebApi.Sessions;
using UserSystem.WebApi.Users;

namespace UserSystem.WebApi.Hosting;

/// <summary>The service as a whole: what it is made of, what every request passes, where requests go.</summary>
internal static class UserSystemApp
{
    private const long MaxBodyBytes = 1024 * 1024;

    // People are found by any value that they can have; each of its bytes may come as three characters.
    private const int MaxRequestLineBytes = 3 * AttributesOptions.MaxValueBytesLimit + 8 * 1024;

    /// <summary>Puts the service together from settings that were read; <paramref name="adjust"/> has the last word.</summary>
    public static WebApplication Create(WebApplicationBuilder builder, Settings settings, Action<IServiceCollection>? adjust = null)
    {
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        });
        builder.Services.AddUserSystemLogging(builder.Configuration);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));

        builder.Services.AddApplication().AddInfrastructure().AddSettings(settings);

        builder.Services.ConfigureHttpJsonOptions(static json => ApiJson.Configure(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddExceptionHandler<UnhandledExceptions>();
        builder.Services.AddRequestTimeouts(static timeouts => timeouts.DefaultPolicy = Deadline);
        builder.Services.AddSingleton<MetricsCollector>();
        builder.Services.AddTraces(settings.Tracing);
        builder.Services.AddCors();
        builder.Services.AddApiDescription();
        adjust?.Invoke(builder.Services);

        var app = builder.Build();

        // A key of attributes that cannot be stops the host here, and not the first request that asks.
        app.Services.GetRequiredService<AttributeCatalog>();
        UsePipeline(app, settings);
        MapEndpoints(app, settings);
        return app;
    }

    private static RequestTimeoutPolicy Deadline => new()
    {
        Timeout = TimeSpan.FromSeconds(30),
        WriteTimeoutResponse = static http => Problems.WriteAsync(http, HttpErrors.TimedOut),
    };

    private static void UsePipeline(WebApplication app, Settings settings)
    {
        app.UseTrustedProxies();
        app.UseRequestTraces(settings.Tracing);
        app.UseRequestMetrics();
        app.UseRequestLog();
        app.UseExceptionHandler(static _ => { });
        app.UseSafeHeaders();
        app.UseFrameworkProblems();
        app.UseRouting();
        app.UseCrossOrigin(settings.CrossOrigin);
        app.UseRequestLimits();
        app.UseReadiness();
        app.UseRequestTimeouts();
        app.UseMiddleware<CallerMiddleware>();
        app.UseKnownQueryOnly();
        app.UsePlainBodiesOnly();
        app.UseIdempotencyKeys();
    }

    private static void MapEndpoints(WebApplication app, Settings settings)
    {
        var api = app.MapGroup("/api/v1");
        api.MapAccounts();
        api.MapMe();
        api.MapUsers();
        api.MapAttributes();
        api.MapUserAttributes();
        api.MapSessions();
        api.MapInvitations();
        app.MapTokenKeys();
        app.MapHealth();
        app.MapMetrics();
        app.MapApiDescription();
        if (settings.App.BuiltInPages)
        {
            app.MapPages();
        }

        // Makes the endpoints known at once: the description of the API is also asked for where nothing listens.
        app.UseEndpoints(static _ => { });
    }
}
