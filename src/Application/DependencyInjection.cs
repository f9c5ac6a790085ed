using System.Reflection;
using System.Text.Json;
using FluentValidation;
using Mapster;
using Microsoft.Extensions.DependencyInjection;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Invitations;
using UserSystem.Application.Pipeline;
using UserSystem.Application.Ports;
using UserSystem.Application.Roles;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Shared;

namespace UserSystem.Application;

/// <summary>Brings the use cases into a host.</summary>
public static class DependencyInjection
{
    /// <summary>Adds handlers, validators and the pipeline. The ports are the host's to add.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        // Faults are told at the names that the request used.
        ValidatorOptions.Global.PropertyNameResolver = static (_, member, _) =>
            member is null ? null : JsonNamingPolicy.CamelCase.ConvertName(member.Name);

        services.AddMediatR(mediator =>
        {
            mediator.RegisterServicesFromAssembly(typeof(DependencyInjection).Assembly);
            mediator.AddOpenBehavior(typeof(LoggingBehavior<,>));
            mediator.AddOpenBehavior(typeof(AuthorizationBehavior<,>));
            mediator.AddOpenBehavior(typeof(ValidationBehavior<,>));
            mediator.AddOpenBehavior(typeof(GuessedTokenBehavior<,>));
            mediator.AddOpenBehavior(typeof(ConditionBehavior<,>));
            mediator.AddOpenBehavior(typeof(LostRaceBehavior<,>));
            mediator.AddOpenBehavior(typeof(LostQueryBehavior<,>));
            mediator.AddOpenBehavior(typeof(IdempotencyBehavior<,>));
        });

        foreach (var found in AssemblyScanner.FindValidatorsInAssembly(typeof(DependencyInjection).Assembly, includeInternalTypes: true))
        {
            services.AddSingleton(found.InterfaceType, found.ValidatorType);
        }

        // Mappings stand beside the answers that they make.
        var mapping = new TypeAdapterConfig();
        mapping.Scan(typeof(DependencyInjection).Assembly);
        services.AddSingleton(mapping);

        services.AddSingleton<Ids>();
        services.AddSingleton<TokenAnswers>();
        services.AddScoped<Caller>();
        services.AddScoped<Repetition>();
        services.AddScoped<ICaller>(static scope => scope.GetRequiredService<Caller>());
        services.AddSingleton<Pages>();
        services.AddScoped<Rank>();
        services.AddScoped<StaffAct>();
        services.AddScoped<EmailMoves>();
        services.AddScoped<Verifications>();
        services.AddScoped<MailedTokens>();
        services.AddScoped<FreshLogin>();
        services.AddScoped<OwnPassword>();
        services.AddScoped<SecurityHistory>();
        services.AddScoped<Farewell>();
        services.AddScoped<SessionEnding>();
        services.AddScoped<Inviting>();
        services.AddScoped<InvitedRoles>();
        services.AddScoped<Acceptance>();
        services.AddTransient<GetMeHandler>();

        services.AddSingleton<AttributeCatalog>();
        services.AddSingleton<AttributeReactions>();
        services.AddScoped<AttributeAccess>();
        services.AddScoped<AttributeEditor>();
        services.AddScoped<InitialAttributes>();
        services.AddScoped<InvitedAttributes>();
        services.AddScoped<UserInclusions>();
        services.AddScoped<AttributeViews>();
        services.AddScoped<AttributeSearches>();
        services.AddScoped<UserAttributes>();
        return services.AddAttributeHandlers(typeof(DependencyInjection).Assembly);
    }

    /// <summary>
    /// Adds the handlers of attribute keys, and the reactions to them, that an assembly has. Throws where one cannot be; two with one key are
    /// noticed when the catalogue is made, which the host does at its start.
    /// </summary>
    public static IServiceCollection AddAttributeHandlers(this IServiceCollection services, Assembly assembly)
    {
        foreach (var handler in AttributeCatalog.Scan(assembly))
        {
            services.AddSingleton(typeof(AttributeHandler), handler);
        }

        foreach (var reaction in assembly.GetTypes().Where(static type => type is { IsAbstract: false, IsInterface: false }))
        {
            foreach (var reacts in reaction.GetInterfaces().Where(static face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IAttributeReaction<,>)))
            {
                services.AddKeyedScoped(typeof(IAttributeReaction), reacts.GenericTypeArguments[0], reaction);
            }
        }

        return services;
    }
}
