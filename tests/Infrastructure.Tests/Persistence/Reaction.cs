using MediatR;
using Microsoft.Extensions.DependencyInjection;
using UserSystem.Application.Pipeline;
using UserSystem.Domain.Shared;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>A reaction that a test adds to those of the service.</summary>
internal sealed class Reaction<TEvent>(IServiceProvider scope, Func<IServiceProvider, TEvent, Task> react, Error? refusal = null) : INotificationHandler<Happened<TEvent>>
    where TEvent : IDomainEvent
{
    public static Action<IServiceCollection> To(Func<IServiceProvider, TEvent, Task> react) =>
        services => services.AddScoped<INotificationHandler<Happened<TEvent>>>(scope => new Reaction<TEvent>(scope, react));

    public static Action<IServiceCollection> Refusing(Error refusal) =>
        services => services.AddScoped<INotificationHandler<Happened<TEvent>>>(scope => new Reaction<TEvent>(scope, static (_, _) => Task.CompletedTask, refusal));

    public async Task Handle(Happened<TEvent> notification, CancellationToken cancellationToken)
    {
        await react(scope, notification.Event);
        if (refusal is not null)
        {
            notification.Refuse(refusal);
        }
    }
}
