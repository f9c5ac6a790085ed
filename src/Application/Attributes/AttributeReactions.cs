using MediatR;
using Microsoft.Extensions.DependencyInjection;
using UserSystem.Application.Pipeline;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Attributes;

/// <summary>Knows which keys cannot be changed by a statement alone, because something else changes with them.</summary>
internal sealed class AttributeReactions(IServiceProviderIsKeyedService services)
{
    /// <summary>True where nothing else happens when a value of the key changes.</summary>
    public bool IsPlain(AttributeHandler handler) =>
        !handler.KeepsHistory && !services.IsKeyedService(typeof(IAttributeReaction), handler.GetType());
}

/// <summary>Keeps the history of keys that ask for one, and does what their handlers' files say.</summary>
internal sealed class FollowAttributes(
    AttributeCatalog catalog, IUserAttributeRepository repository, Ids ids, IServiceProvider services)
    : INotificationHandler<Happened<AttributeChanged>>
{
    public async Task Handle(Happened<AttributeChanged> notification, CancellationToken cancellationToken)
    {
        var changed = notification.Event;
        if (catalog.Find(changed.Key) is not { } handler)
        {
            return;
        }

        if (handler.KeepsHistory)
        {
            repository.Add(new UserAttributeChange(ids.Next<UserAttributeChangeId>(), changed));
        }

        // Which key changed is known only now, so that its reactions cannot be asked for beforehand.
        foreach (var reaction in services.GetKeyedServices<IAttributeReaction>(handler.GetType()))
        {
            if (await reaction.ReactAsync(handler.Describe(changed), cancellationToken) is { Error: { } refusal })
            {
                notification.Refuse(refusal);
            }
        }
    }
}
