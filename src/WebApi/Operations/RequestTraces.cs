using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using UserSystem.Application.Ports;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.Operations;

/// <summary>Sends traces to a collector where one is named, and says of each request its method, route and status; nothing of what was asked for.</summary>
internal static class RequestTraces
{
    /// <summary>Listens to the spans of the server and of our own; where no collector is named, nobody does.</summary>
    public static void AddTraces(this IServiceCollection services, TracingOptions options)
    {
        if (options.Enabled)
        {
            services.AddSingleton(scope => Listen(options, scope.GetRequiredService<IConfiguration>()));
        }
    }

    /// <summary>Describes the server's span by the conventions of OpenTelemetry, but for paths, queries, addresses and programs of clients, which can name people.</summary>
    public static void UseRequestTraces(this WebApplication app, TracingOptions options)
    {
        if (!options.Enabled)
        {
            return;
        }

        // Made here, so that it listens from the first request on; what it still holds is sent when the service ends.
        app.Services.GetRequiredService<TracerProvider>();
        app.Use(static async (http, next) =>
        {
            try
            {
                await next(http);
            }
            finally
            {
                if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
                {
                    Describe(span, http);
                }
            }
        });
    }

    // Apart, so that a service without traces does not even load the library. Whatever else it can be told, it reads from the same settings.
    private static TracerProvider Listen(TracingOptions options, IConfiguration configuration) => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .ConfigureResource(resource => resource.AddService(
            options.ServiceName, serviceVersion: typeof(RequestTraces).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion))
        .AddSource(TraceSources.Server, TraceSources.UserSystem)
        .AddOtlpExporter(exporter =>
        {
            var speaksGrpc = options.Protocol == "grpc";
            exporter.Protocol = speaksGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = new Uri(speaksGrpc ? options.Endpoint : options.Endpoint.TrimEnd('/') + "/v1/traces");
            exporter.Headers = options.Headers;
        })
        .Build();

    private static void Describe(Activity span, HttpContext http)
    {
        var (method, route, status) = (RequestMetrics.Method(http.Request.Method), RouteNames.Of(http), http.Response.StatusCode);
        method = method == "other" ? "_OTHER" : method;
        span.DisplayName = (method == "_OTHER" ? "HTTP" : method) + (route is null ? "" : " " + route);
        span.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", status).SetTag("url.scheme", http.Request.Scheme);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture)).SetStatus(ActivityStatusCode.Error);
        }
    }
}
