namespace Mapster;

/// <summary>Joins the running mapping's context, or opens one and closes it again when disposed.</summary>
public sealed class MapContextScope : IDisposable
{
    private readonly MapContext? _outer = MapContext.Current;

    /// <summary>A nested scope shares the outer one's context: that is what lets a cycle find its beginning.</summary>
    public MapContextScope()
    {
        Context = _outer ?? new MapContext();
        MapContext.Current = Context;
    }

    /// <summary>The context in force inside this scope.</summary>
    public MapContext Context { get; }

    /// <summary>Restores what was in force before.</summary>
    public void Dispose() => MapContext.Current = _outer;
}
