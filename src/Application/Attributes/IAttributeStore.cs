using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>A value that is to be set, with everything that has to be known for it.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Key">Under which key.</param>
/// <param name="Value">The value, as normalized JSON.</param>
/// <param name="IsUnique">Whether nobody else may have it.</param>
/// <param name="Actor">Who sets it.</param>
/// <param name="Versions">Only where it is in one of these versions; null for whatever there is, even nothing.</param>
public sealed record AttributePut(UserId UserId, string Key, string Value, bool IsUnique, UserId Actor, IReadOnlySet<long>? Versions);

/// <summary>
/// Sets and deletes single values that nothing else has to change with: one statement each, which is a transaction of its own. Everything
/// else goes through the unit of work.
/// </summary>
public interface IAttributeStore
{
    /// <summary>Sets a value of a living person. Fails with the errors of the noun, where there is no such person, or with a stale version.</summary>
    Task<Result<AttributeWritten>> PutAsync(AttributePut put, CancellationToken ct);

    /// <summary>Takes a value away, if it is there; where versions are named it has to be there in one of them.</summary>
    Task<Result> DeleteAsync(UserId userId, string key, IReadOnlySet<long>? versions, CancellationToken ct);
}
