using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Operations;

/// <summary>Takes traces by OTLP, as a collector in production would, over HTTP or gRPC.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _requests = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>What came with the last request that fits the protocol: the path and a header.</summary>
    public (string Path, string? Key) Last { get; private set; }

    /// <summary>Done when anything was asked.</summary>
    public Task Asked => _asked.Task.WaitAsync(Patience);

    /// <summary>What every request waits for before it is answered.</summary>
    public TaskCompletionSource Holds { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All that ever came, as text.</summary>
    public string Text => string.Concat(_requests.Select(Encoding.Latin1.GetString));

    public IReadOnlyList<TracedSpan> Spans => [.. _requests.SelectMany(TracedSpan.ReadAll)];

    public static async Task<Collector> StartAsync(bool speaksGrpc = false, bool answers = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
            endpoint.Protocols = speaksGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        var collector = new Collector(app);
        if (answers)
        {
            collector.Holds.SetResult();
        }

        app.Run(http => collector.TakeAsync(http, speaksGrpc));
        await app.StartAsync();
        return collector;
    }

    /// <summary>A service that sends its traces here.</summary>
    public Task<ApiHost> HostAsync(Action<HostPlan>? change = null) => ApiHost.StartAsync(plan =>
    {
        plan.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address;
        change?.Invoke(plan);
    });

    /// <summary>The spans of a trace, once its request is among them: that one ends after its answer was read.</summary>
    public Task<List<TracedSpan>> TraceAsync(ApiHost host, ApiAnswer answer) => FindAsync<List<TracedSpan>>(host, spans =>
        spans.Any(span => span.TraceId == answer.TraceId && span.Kind == TracedSpan.Server) ? [.. spans.Where(span => span.TraceId == answer.TraceId)] : null);

    /// <summary>What is found among all spans, as soon as it is.</summary>
    public async Task<T> FindAsync<T>(ApiHost host, Func<IReadOnlyList<TracedSpan>, T?> find)
        where T : class
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Patience)
        {
            host.Services.GetRequiredService<TracerProvider>().ForceFlush();
            if (find(Spans) is { } found)
            {
                return found;
            }

            await Task.Yield();
        }

        throw new TimeoutException($"It never came; what came: {string.Join(", ", Spans.Select(static span => span.Name))}");
    }

    public async ValueTask DisposeAsync()
    {
        Holds.TrySetResult();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http, bool speaksGrpc)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);

        // A message of gRPC follows a flag and its length.
        _requests.Enqueue(body.ToArray()[(speaksGrpc ? 5 : 0)..]);
        Last = (http.Request.Path, http.Request.Headers["api-key"]);
        _asked.TrySetResult();
        await Holds.Task;
        if (speaksGrpc)
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[5]);
            http.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
