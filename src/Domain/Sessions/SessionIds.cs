using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Sessions;

/// <summary>Identifies a <see cref="Session"/>; the claim <c>sid</c> of its access tokens.</summary>
public readonly record struct SessionId(Guid Value) : IEntityId<SessionId>
{
    /// <inheritdoc/>
    public static SessionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a device from which a person logs in; the client keeps it and sends it with the next login.</summary>
public readonly record struct DeviceId(Guid Value) : IEntityId<DeviceId>
{
    /// <inheritdoc/>
    public static DeviceId From(Guid value) => new(value);
}
