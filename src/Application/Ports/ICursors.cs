using UserSystem.Application.Shared;

namespace UserSystem.Application.Ports;

/// <summary>Gives out places in lists as text that only this installation can write.</summary>
public interface ICursors
{
    /// <summary>The place as text, good for this list only.</summary>
    string Write(Position position, string list);

    /// <summary>The place, or null where the text was not written here for this list.</summary>
    Position? Read(string cursor, string list);
}
