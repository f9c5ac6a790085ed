namespace UserSystem.Application.Shared;

/// <summary>A part of a list.</summary>
/// <param name="Items">The entries.</param>
/// <param name="NextCursor">Brings the next part; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
