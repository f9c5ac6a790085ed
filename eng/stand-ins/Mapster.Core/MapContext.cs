using Mapster.Utils;

namespace Mapster;

/// <summary>What one mapping run shares: its parameters, and the objects it has made so far.</summary>
/// <remarks>It flows with the asynchronous context, so that two requests on one thread never see each other's.</remarks>
public sealed class MapContext
{
    private static readonly AsyncLocal<MapContext?> Ambient = new();

    /// <summary>The context of the running mapping; null outside of one, and in one that needs none.</summary>
    public static MapContext? Current
    {
        get => Ambient.Value;
        internal set => Ambient.Value = value;
    }

    /// <summary>What was made of which source, for mappings that preserve references.</summary>
    public Dictionary<ReferenceTuple, object> References { get; } = [];

    /// <summary>The parameters given with <c>BuildAdapter().AddParameters(...)</c>.</summary>
    public Dictionary<string, object> Parameters { get; } = [];
}
