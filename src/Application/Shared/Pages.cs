using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Shared;

/// <summary>Cuts lists into parts that cost the same wherever they begin: a cursor names the last entry, not how many there were.</summary>
internal sealed class Pages(ICursors cursors)
{
    /// <summary>One part. <paramref name="read"/> gets the place to begin after and how many entries to bring at most.</summary>
    /// <param name="request">Which part.</param>
    /// <param name="list">The list with its filters: a cursor of another is refused.</param>
    /// <param name="read">Reads entries.</param>
    /// <param name="positionOf">Where an entry stands.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Result<Page<T>>> CutAsync<T>(
        PageRequest request, string list, Func<Position?, int, CancellationToken, Task<List<T>>> read, Func<T, Position> positionOf,
        CancellationToken ct)
    {
        Position? after = null;
        if (request.Cursor is { } cursor && (after = cursors.Read(cursor, list)) is null)
        {
            return PageErrors.CursorInvalid;
        }

        // One more than is shown tells whether there is more.
        var items = await read(after, request.Limit + 1, ct);
        if (items.Count <= request.Limit)
        {
            return new Page<T>(items, NextCursor: null);
        }

        items.RemoveAt(request.Limit);
        return new Page<T>(items, cursors.Write(positionOf(items[^1]), list));
    }
}
