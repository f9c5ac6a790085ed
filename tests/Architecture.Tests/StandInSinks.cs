using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;

namespace UserSystem.Architecture.Tests;

/// <summary>Keeps what a logger writes, and counts how often it is closed.</summary>
internal sealed class MemorySink : ILogEventSink, IDisposable
{
    private readonly ConcurrentQueue<LogEvent> _events = new();

    public IReadOnlyList<LogEvent> Events => [.. _events];

    public IEnumerable<string> Messages => _events.Select(one => one.RenderMessage(CultureInfo.InvariantCulture));

    public int Closed { get; private set; }

    public void Emit(LogEvent logEvent) => _events.Enqueue(logEvent);

    public void Dispose() => Closed++;
}

/// <summary>A logging provider that only counts.</summary>
internal sealed class CountingProvider : ILoggerProvider, ILogger
{
    public int Events { get; private set; }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Events++;

    public void Dispose()
    {
    }
}
