using MediatR;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>
/// Brings a domain event, which knows no package, to its reactions: handlers of <c>INotificationHandler&lt;Happened&lt;TEvent&gt;&gt;</c>.
/// They run before the unit of work saves, in its transaction.
/// </summary>
public sealed record Happened<TEvent>(TEvent Event) : INotification
    where TEvent : IDomainEvent;
