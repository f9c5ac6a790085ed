namespace UserSystem.Infrastructure.Persistence.Nodes;

/// <summary>
/// What the nodes on one database tell each other: for whoever remembers something that another node may change. A change is told by
/// <see cref="NodeMessages.Announce"/> in its own transaction.
/// </summary>
internal interface INodeMessages
{
    /// <summary>
    /// False where what was committed more than a second ago may not have been heard, and always before the first listening: what is
    /// remembered may be out of date, ask the database.
    /// </summary>
    bool Hears { get; }

    /// <summary>
    /// From now on <paramref name="heard"/> gets what follows each message of a kind, in the order of the commits, those of this node
    /// included; it must be quick and not throw. <paramref name="reload"/> is run where messages may have been missed, before
    /// <see cref="Hears"/> is true again. Whoever comes while the service runs reads what it remembers after this call.
    /// </summary>
    void OnHeard(string kind, Action<string> heard, Func<CancellationToken, Task> reload);
}
