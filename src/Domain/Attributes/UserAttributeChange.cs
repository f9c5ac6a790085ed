using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Attributes;

/// <summary>Identifies a <see cref="UserAttributeChange"/>.</summary>
public readonly record struct UserAttributeChangeId(Guid Value) : IEntityId<UserAttributeChangeId>
{
    /// <inheritdoc/>
    public static UserAttributeChangeId From(Guid value) => new(value);
}

/// <summary>One entry of the history of a key that keeps one; never changed afterwards.</summary>
public sealed class UserAttributeChange : IStamped
{
    private readonly UserId? _author;

    private UserAttributeChange()
    {
    }

    /// <summary>What is happening now.</summary>
    public UserAttributeChange(UserAttributeChangeId id, AttributeChanged changed)
    {
        (Id, UserId, Key, OldValue, NewValue) = (id, changed.UserId, changed.Key, changed.Before, changed.After);
        _author = changed.Author;
    }

    /// <summary>Never changes.</summary>
    public UserAttributeChangeId Id { get; private set; }

    /// <summary>Whose value changed.</summary>
    public UserId UserId { get; private set; }

    /// <summary>Under which key.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What it was, as JSON; null where there was none.</summary>
    public string? OldValue { get; private set; }

    /// <summary>What it became, as JSON; null where it went.</summary>
    public string? NewValue { get; private set; }

    /// <summary>Who changed it; null for the service itself.</summary>
    public UserId? ChangedByUserId { get; private set; }

    /// <summary>When, by the clock of the database.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <inheritdoc/>
    public void Stamp(UserId? actor, DateTimeOffset now) => ChangedByUserId = _author ?? actor;
}
