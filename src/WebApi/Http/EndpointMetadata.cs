using UserSystem.Application.Pipeline;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>Who may send what the endpoint takes, and what that is; null where the endpoint sends nothing on.</summary>
internal sealed record AccessMetadata(Access Access, Type? Request = null);

/// <summary>The query parameters that the endpoint knows; any other is refused.</summary>
internal sealed record QueryMetadata(IReadOnlyList<QueryParameter> Parameters)
{
    private readonly HashSet<string> _names = Parameters.Where(static parameter => parameter.Prefix is null).Select(static parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
    private readonly string[] _prefixes = [.. Parameters.Select(static parameter => parameter.Prefix).OfType<string>()];

    /// <summary>True where the endpoint reads the parameter.</summary>
    public bool Knows(string name) => _names.Contains(name) || Array.Exists(_prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}

/// <summary>The codes that the endpoint may refuse with, by status, for the description of the API.</summary>
internal sealed record RefusalMetadata(int Status, string Code, string Meaning);

/// <summary>The code of a fault that the use case itself finds in a member, beyond the rules of its shape.</summary>
internal sealed record FaultMetadata(string Code);

/// <summary>Marks what is open to all but looks at a token where one is sent.</summary>
internal sealed record OptionalTokenMetadata;

/// <summary>What every endpoint says of itself.</summary>
internal static class EndpointMetadata
{
    /// <summary>The use case behind the endpoint, whose access rule holds at the door, and what to call the operation.</summary>
    public static RouteHandlerBuilder For<TRequest>(this RouteHandlerBuilder endpoint, string operationId, string summary)
        where TRequest : IGuarded
    {
        if (typeof(TRequest).IsAssignableTo(typeof(IIdempotent)))
        {
            endpoint.WithMetadata(new IdempotentMetadata());
        }

        endpoint.WithMetadata(new AccessMetadata(TRequest.Access, typeof(TRequest))).WithName(operationId).WithSummary(summary);

        // Whatever changes something can lose a race.
        return typeof(TRequest).IsAssignableTo(typeof(ICommandBase)) ? endpoint.Refuses(CommonErrors.LostRace) : endpoint;
    }

    /// <summary>A refusal that the endpoint may answer with, besides those that any may.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, Error error) =>
        endpoint.WithMetadata(new RefusalMetadata(Problems.StatusOf(error), error.Code, error.Message));

    /// <summary>Faults of members that the use case itself may find.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IReadOnlyList<Fault> faults) =>
        endpoint.WithMetadata([.. faults.Select(static fault => new FaultMetadata(fault.Code))]);

    /// <summary>The query parameters that the endpoint reads.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params IReadOnlyList<QueryParameter> parameters) =>
        endpoint.WithMetadata(new QueryMetadata(parameters));

    /// <summary>Nobody has to be known, but whoever sends a token is.</summary>
    public static RouteHandlerBuilder MayBeKnown(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new OptionalTokenMetadata());
}
