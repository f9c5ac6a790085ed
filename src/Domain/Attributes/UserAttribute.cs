using System.Diagnostics.CodeAnalysis;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Attributes;

/// <summary>Identifies a <see cref="UserAttribute"/>.</summary>
public readonly record struct UserAttributeId(Guid Value) : IEntityId<UserAttributeId>
{
    /// <inheritdoc/>
    public static UserAttributeId From(Guid value) => new(value);
}

/// <summary>One value of one person under one key. What the value means, and who may see or change it, is said by the handler of the key.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is the field's word for it, and no attribute of the language.")]
public sealed class UserAttribute : Entity, IChangeStamped
{
    private UserId? _author;

    private UserAttribute()
    {
    }

    /// <summary>Never changes.</summary>
    public UserAttributeId Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public UserId UserId { get; private set; }

    /// <summary>Under which key.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The value, as JSON.</summary>
    public string Value { get; private set; } = "null";

    /// <summary>Whether nobody else may have this value, by what the handler of the key said when it was set.</summary>
    public bool IsUnique { get; private set; }

    /// <summary>Counted by the database over all attributes, so that a key which is removed and set again never has an old version.</summary>
    public long Version { get; private set; }

    /// <summary>When it was first set.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it last became another; kept by the database.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Who set it first; null for the service itself.</summary>
    public UserId? CreatedByUserId { get; private set; }

    /// <summary>Who set it last; null for the service itself.</summary>
    public UserId? UpdatedByUserId { get; private set; }

    /// <summary>A value that was judged, for a key that the person has none of.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="userId">Whose it is.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="value">The value, as JSON.</param>
    /// <param name="isUnique">Whether nobody else may have it.</param>
    /// <param name="author">Who sets it, where that is not the caller: somebody who signs up is not logged in yet.</param>
    public static UserAttribute Create(UserAttributeId id, UserId userId, string key, string value, bool isUnique, UserId? author = null)
    {
        var attribute = new UserAttribute { Id = id, UserId = userId, Key = key, Value = value, IsUnique = isUnique, _author = author };
        attribute.Raise(new AttributeChanged(userId, key, Before: null, value, author));
        return attribute;
    }

    /// <summary>Another value, which was judged. One that equals the present one is not to be set.</summary>
    public void Change(string value, bool isUnique, UserId? author = null)
    {
        Raise(new AttributeChanged(UserId, Key, Value, value, author));
        (Value, IsUnique, _author) = (value, isUnique, author);
    }

    /// <summary>The person has no value any more; the repository removes the row.</summary>
    public void Remove() => Raise(new AttributeChanged(UserId, Key, Value, After: null, Author: null));

    /// <inheritdoc/>
    public void Stamp(UserId? actor, DateTimeOffset now) => CreatedByUserId = UpdatedByUserId = _author ?? actor;

    /// <inheritdoc/>
    public void StampChange(UserId? actor, DateTimeOffset now) => UpdatedByUserId = _author ?? actor;
}

/// <summary>A value became another, came or went. Values are JSON; null where there was none, or is none any more.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Key">Under which key.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it is.</param>
/// <param name="Author">Who did it, where that is not the caller.</param>
public sealed record AttributeChanged(UserId UserId, string Key, string? Before, string? After, UserId? Author) : IDomainEvent;
