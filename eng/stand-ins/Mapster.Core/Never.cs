namespace Mapster.Models;

/// <summary>Marks a destination member that has settings but no source: Mapster compares with this type and never fills it in.</summary>
public sealed class Never;
