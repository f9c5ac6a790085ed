using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Attributes;

/// <summary>That a value changed, of whatever type.</summary>
public abstract record AttributeChange(UserId UserId);

/// <summary>What a value was and what it became.</summary>
/// <param name="UserId">Whose it is.</param>
/// <param name="Before">What it was; not given where there was none.</param>
/// <param name="After">What it is; not given where it went.</param>
public sealed record AttributeChange<T>(UserId UserId, Optional<T> Before, Optional<T> After) : AttributeChange(UserId);

/// <summary>Any reaction; <see cref="IAttributeReaction{THandler, T}"/> is what is implemented.</summary>
public interface IAttributeReaction
{
    /// <summary>Reacts to a change of the type of its handler.</summary>
    Task<Result> ReactAsync(AttributeChange change, CancellationToken ct);
}

/// <summary>
/// Does what must happen whenever a value of a key changes, by whatever way, in the same transaction: what it changes through repositories
/// and the outbox is saved with the value or not at all. It stands in the file of its handler and is found at the start.
/// </summary>
/// <typeparam name="THandler">The handler of the key.</typeparam>
/// <typeparam name="T">The type of its values.</typeparam>
public interface IAttributeReaction<THandler, T> : IAttributeReaction
    where THandler : AttributeHandler<T>
{
    /// <summary>Reacts. An error refuses the change: nothing of the command is kept, and the error is its answer.</summary>
    Task<Result> ReactAsync(AttributeChange<T> change, CancellationToken ct);

    /// <inheritdoc/>
    Task<Result> IAttributeReaction.ReactAsync(AttributeChange change, CancellationToken ct) => ReactAsync((AttributeChange<T>)change, ct);
}
