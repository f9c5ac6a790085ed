using UserSystem.Domain.Shared;

namespace UserSystem.Application.Shared;

/// <summary>A part of a list.</summary>
/// <param name="Items">The entries.</param>
/// <param name="NextCursor">Brings the next part; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Limit">How many entries at most, 1 to 200.</param>
/// <param name="Cursor">Where the part before ended; null for the first.</param>
public readonly record struct PageRequest(int Limit, string? Cursor)
{
    /// <summary>How many entries a part has where nobody says.</summary>
    public const int DefaultLimit = 50;

    /// <summary>How many entries a part has at most.</summary>
    public const int MaxLimit = 200;

    /// <summary>The first entries.</summary>
    public static readonly PageRequest First = new(DefaultLimit, Cursor: null);
}

/// <summary>A place in a list that is sorted by an instant and then by an id, both falling: the next part begins after it.</summary>
/// <param name="At">The instant of the last entry.</param>
/// <param name="Id">The id of the last entry.</param>
public readonly record struct Position(DateTimeOffset At, Guid Id);

/// <summary>Why a part of a list is not shown.</summary>
public static class PageErrors
{
    /// <summary>The cursor was not given out by this list with these filters, or was changed.</summary>
    [Explanation(
        "The cursor is of another list or of other filters, was changed on the way, or is older than the keys of the service.",
        "Begin again without `cursor`, and go on with each `nextCursor` exactly as it came, with the same filters.")]
    public static readonly Error CursorInvalid = Error.Invalid(
        "cursor.invalid", "This cursor does not belong to this list with these filters. Begin again without one.");
}
