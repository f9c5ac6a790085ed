using UserSystem.Domain.Users;

namespace UserSystem.Domain.Attributes;

/// <summary>Values of people, to be changed. What is loaded or added here is saved by the unit of work, which also limits how much one person can have.</summary>
public interface IUserAttributeRepository
{
    /// <summary>The values that the person has under these keys.</summary>
    Task<IReadOnlyList<UserAttribute>> FindAsync(UserId userId, IReadOnlyCollection<string> keys, CancellationToken ct);

    /// <summary>A value under a key that the person had none of.</summary>
    void Add(UserAttribute attribute);

    /// <summary>A value that goes.</summary>
    void Remove(UserAttribute attribute);

    /// <summary>One more entry of a history.</summary>
    void Add(UserAttributeChange change);

    /// <summary>Drops all values and histories of a registration that is replaced before anybody proved to have made it.</summary>
    Task ForgetAllAsync(UserId userId, CancellationToken ct);
}
