using System.Collections.Concurrent;
using System.Globalization;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace UserSystem.WebApi.Tests.Harness;

/// <summary>Keeps the log of one service. It is put in by settings, as an operator would.</summary>
public sealed class CapturedLog : ILogEventSink
{
    internal static readonly ConcurrentDictionary<string, CapturedLog> ByName = new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<LogEvent> _events = new();

    internal IReadOnlyList<LogEvent> Events => [.. _events];

    /// <summary>Everything, as it would stand in a file.</summary>
    internal string Text
    {
        get
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            var formatter = new JsonFormatter(renderMessage: true);
            foreach (var logged in _events)
            {
                formatter.Format(logged, text);
            }

            return text.ToString();
        }
    }

    public void Emit(LogEvent logEvent) => _events.Enqueue(logEvent);

    internal static CapturedLog Configure(HostPlan plan, string name)
    {
        plan.Settings.Remove("Serilog__MinimumLevel__Override__Microsoft");
        plan.Settings["Serilog__MinimumLevel__Default"] = "Verbose";
        plan.Settings["Serilog__MinimumLevel__Override__Microsoft.AspNetCore.Server.Kestrel"] = "Information";
        plan.Settings["Serilog__Using__0"] = typeof(CapturedLog).Assembly.GetName().Name;
        plan.Settings["Serilog__WriteTo__0__Name"] = nameof(CapturedLogConfiguration.Captured);
        plan.Settings["Serilog__WriteTo__0__Args__name"] = name;
        return ByName.GetOrAdd(name, static _ => new CapturedLog());
    }
}

/// <summary>What the settings name.</summary>
public static class CapturedLogConfiguration
{
    public static LoggerConfiguration Captured(this LoggerSinkConfiguration sinks, string name)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        return sinks.Sink(CapturedLog.ByName[name]);
    }
}
