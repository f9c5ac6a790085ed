using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <summary>Identifies a <see cref="User"/>.</summary>
public readonly record struct UserId(Guid Value) : IEntityId<UserId>
{
    /// <inheritdoc/>
    public static UserId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
