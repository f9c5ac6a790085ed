namespace Mapster;

/// <summary>The kinds of mapping that a setting holds for. The values are compiled into Mapster.</summary>
[Flags]
public enum MapType
{
    /// <summary>A new object is made.</summary>
    Map = 1,

    /// <summary>An existing object is filled.</summary>
    MapToTarget = 2,

    /// <summary>An expression for a query provider is made.</summary>
    Projection = 4,
}
