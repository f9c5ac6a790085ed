using System.Diagnostics.CodeAnalysis;

namespace UserSystem.Domain.Shared;

/// <summary>A typed identifier around a UUID, so that the id of one thing cannot be passed for another's.</summary>
public interface IEntityId<TSelf>
    where TSelf : struct, IEntityId<TSelf>
{
    /// <summary>The UUID itself.</summary>
    Guid Value { get; }

    /// <summary>The typed id of a UUID.</summary>
    static abstract TSelf From(Guid value);
}

/// <summary>The only source of new identifiers: UUID version 7 (RFC 9562) of the injected clock, so that keys grow with time.</summary>
public sealed class Ids(TimeProvider clock)
{
    /// <summary>A new identifier of the wanted type.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "This is the one place that the ban sends everybody to.")]
    public TId Next<TId>()
        where TId : struct, IEntityId<TId> => TId.From(Guid.CreateVersion7(clock.GetUtcNow()));
}
