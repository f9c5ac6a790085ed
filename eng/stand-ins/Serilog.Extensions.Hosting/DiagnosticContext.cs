namespace Serilog.Extensions.Hosting;

/// <summary>Collects what a request says about itself; the collection flows with the asynchronous context.</summary>
/// <param name="logger">Turns values into properties; the static logger if null.</param>
public sealed class DiagnosticContext(ILogger? logger) : IDiagnosticContext
{
    private readonly AsyncLocal<DiagnosticContextCollector?> _current = new();

    /// <summary>Starts a collection that lasts until the result is completed or disposed.</summary>
    public DiagnosticContextCollector BeginCollection()
    {
        var outer = _current.Value;
        var collector = new DiagnosticContextCollector(() => _current.Value = outer);
        _current.Value = collector;
        return collector;
    }

    /// <inheritdoc/>
    public void Set(string propertyName, object? value, bool destructureObjects = false)
    {
        if (_current.Value is { } collector
            && (logger ?? Log.Logger).BindProperty(propertyName, value, destructureObjects, out var property))
        {
            collector.AddOrUpdate(property);
        }
    }

    /// <inheritdoc/>
    public void SetException(Exception exception) => _current.Value?.SetException(exception);
}
