namespace UserSystem.Domain.Shared;

/// <summary>Something that happened to an aggregate and that others may react to, inside the same transaction.</summary>
public interface IDomainEvent;

/// <summary>What has an identity and remembers what happened to it until the unit of work asks.</summary>
public abstract class Entity
{
    private List<IDomainEvent>? _events;

    /// <summary>Hands over the events raised since the last call, in their order, and forgets them.</summary>
    public IReadOnlyList<IDomainEvent> TakeEvents()
    {
        IReadOnlyList<IDomainEvent> taken = _events ?? [];
        _events = null;
        return taken;
    }

    /// <summary>Remembers that something happened.</summary>
    protected void Raise(IDomainEvent happened) => (_events ??= []).Add(happened);
}
