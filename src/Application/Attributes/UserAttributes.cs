using UserSystem.Application.Shared;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>
/// How business code reads and sets attributes: typed, inside the unit of work of its command, so that nothing is kept before that commits.
/// Who acts and when is filled in from the request. It speaks for the service itself: who may do what was asked for is its caller's to judge.
/// </summary>
public sealed class UserAttributes(AttributeCatalog catalog, IUserAttributeRepository repository, Ids ids)
{
    /// <inheritdoc cref="SetAsync{T}(UserId, AttributeKey{T}, T, CancellationToken)"/>
    public Task<Result> SetAsync<T>(User user, AttributeKey<T> key, T value, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(user);
        return SetAsync(user.Id, key, value, ct);
    }

    /// <summary>Sets a value. It is judged as if a client had sent it; the error says what is wrong.</summary>
    public async Task<Result> SetAsync<T>(UserId userId, AttributeKey<T> key, T value, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(key);
        var handler = catalog.Get(key);
        var faults = new AttributeFaults(key.Name);
        if (catalog.Accept(handler, AttributeJson.Parse(handler.Write(value)), faults) is not { } text)
        {
            return new ValidationError(faults.Found);
        }

        Put(await FindAsync(userId, key.Name, ct), userId, handler, key.Name, text, author: null);
        return Result.Success;
    }

    /// <summary>The value, or the default of the key; not given where there is neither.</summary>
    public async Task<Optional<T>> GetAsync<T>(UserId userId, AttributeKey<T> key, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(key);
        var handler = catalog.Get(key);
        return await FindAsync(userId, key.Name, ct) is { } present ? handler.Read(present.Value) : handler.Default;
    }

    /// <summary>Takes the value away, if there is one.</summary>
    public async Task DeleteAsync<T>(UserId userId, AttributeKey<T> key, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (await FindAsync(userId, catalog.Get(key).Name, ct) is { } present)
        {
            Remove(present);
        }
    }

    /// <summary>Sets a value that was judged; one that is there already stays as it is.</summary>
    internal UserAttribute Put(UserAttribute? present, UserId userId, AttributeHandler handler, string key, string value, UserId? author)
    {
        if (present is null)
        {
            var added = UserAttribute.Create(ids.Next<UserAttributeId>(), userId, key, value, handler.Unique, author);
            repository.Add(added);
            return added;
        }

        if (!AttributeJson.AreEqual(present.Value, value))
        {
            present.Change(value, handler.Unique, author);
        }

        return present;
    }

    /// <summary>Takes a value away.</summary>
    internal void Remove(UserAttribute present)
    {
        present.Remove();
        repository.Remove(present);
    }

    /// <summary>The value as it is to be changed.</summary>
    internal async Task<UserAttribute?> FindAsync(UserId userId, string key, CancellationToken ct) =>
        (await repository.FindAsync(userId, [key], ct)).SingleOrDefault();
}
