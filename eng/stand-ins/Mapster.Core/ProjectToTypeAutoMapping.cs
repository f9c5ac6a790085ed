namespace Mapster.Enums;

/// <summary>Which members a projection maps by name without being told. The values are compiled into Mapster.</summary>
public enum ProjectToTypeAutoMapping
{
    /// <summary>Every member whose name fits.</summary>
    AllTypes = 0,

    /// <summary>All but collections.</summary>
    WithoutCollections = 1,

    /// <summary>Plain values only.</summary>
    OnlyPrimitiveTypes = 2,
}
