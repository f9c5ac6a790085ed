using MediatR;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>
/// Brings a domain event, which knows no package, to its reactions: handlers of <c>INotificationHandler&lt;Happened&lt;TEvent&gt;&gt;</c>.
/// They run before the unit of work saves, in its transaction.
/// </summary>
public sealed record Happened<TEvent>(TEvent Event) : Happened
    where TEvent : IDomainEvent;

/// <summary>Any event on its way to its reactions, and what they say to it.</summary>
public abstract record Happened : INotification
{
    /// <summary>Why it must not happen; null where nobody minds.</summary>
    public Error? Refusal { get; private set; }

    /// <summary>It must not happen: the unit of work keeps nothing, and answers this. Of several refusals the first counts.</summary>
    public void Refuse(Error error) => Refusal ??= error;
}
