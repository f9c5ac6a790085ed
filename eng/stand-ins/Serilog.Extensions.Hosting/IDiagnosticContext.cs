namespace Serilog;

/// <summary>Adds to the one event that will be written when the running request ends.</summary>
public interface IDiagnosticContext
{
    /// <summary>Sets a property of that event; the last value wins. Without effect where nothing is being collected.</summary>
    void Set(string propertyName, object? value, bool destructureObjects = false);

    /// <summary>Names the exception to write with that event, for code that handles it and does not let it rise.</summary>
    void SetException(Exception exception);
}
