using System.Diagnostics.CodeAnalysis;
using Serilog.Events;

namespace Serilog.Extensions.Hosting;

/// <summary>The properties and the exception of one request, gathered from any of its threads.</summary>
public sealed class DiagnosticContextCollector : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action _restoreOuter;
    private Dictionary<string, LogEventProperty>? _properties = [];
    private Exception? _exception;

    internal DiagnosticContextCollector(Action restoreOuter) => _restoreOuter = restoreOuter;

    /// <summary>Adds the property, or replaces the one of that name; without effect once completed.</summary>
    public void AddOrUpdate(LogEventProperty property)
    {
        lock (_gate)
        {
            if (_properties is not null)
            {
                _properties[property.Name] = property;
            }
        }
    }

    /// <summary>Sets the exception to report; without effect once completed.</summary>
    public void SetException(Exception exception)
    {
        lock (_gate)
        {
            if (_properties is not null)
            {
                _exception = exception;
            }
        }
    }

    /// <summary>Ends the collection and hands it over; false if that was done before.</summary>
    public bool TryComplete(
        [NotNullWhen(true)] out IEnumerable<LogEventProperty>? properties, out Exception? exception)
    {
        lock (_gate)
        {
            properties = _properties?.Values;
            exception = _exception;
            _properties = null;
            _exception = null;
        }

        Dispose();
        return properties is not null;
    }

    /// <summary>Ends the collection without an event.</summary>
    public void Dispose() => _restoreOuter();
}
