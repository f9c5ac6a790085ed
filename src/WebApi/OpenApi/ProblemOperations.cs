using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Http;
using Described = Microsoft.AspNetCore.Mvc.ApiExplorer.ApiDescription;

namespace UserSystem.WebApi.OpenApi;

/// <summary>Which calls may answer with a code, from what the endpoints say of themselves.</summary>
internal sealed class ProblemOperations(IApiDescriptionGroupCollectionProvider descriptions)
{
    private readonly Lazy<IReadOnlyList<Operation>> _calls = new(() => Calls(descriptions));

    private readonly Lazy<Dictionary<string, string>> _links = new(() => Calls(descriptions)
        .ToDictionary(static call => call.Id, static call => $"index.html#/{call.All<ITagsMetadata>().Last().Tags[0]}/{call.Id}", StringComparer.Ordinal));

    /// <summary>Where the reference shows the call, seen from beside it; null where there is no such call.</summary>
    public string? LinkTo(string id) => _links.Value.GetValueOrDefault(id);

    /// <summary>The calls that may refuse with the code.</summary>
    public IReadOnlyList<string> Refusing(string code) => Ids(call =>
        GeneralRefusals.Of(call.Description).Concat(call.All<RefusalMetadata>()).Any(refusal => refusal.Code == code));

    /// <summary>The calls that may find the fault: by the rules of these requests, in what they ask beyond those, or in reading what was sent.</summary>
    public IReadOnlyList<string> Faulting(string code, IReadOnlySet<Type> requests) => Ids(call =>
        (Find<AccessMetadata>(call.Description)!.Request is { } request && requests.Contains(request))
        || call.All<FaultMetadata>().Any(fault => fault.Code == code)
        || code == JsonFaults.UnknownParameter.Code
        || (JsonFaults.Known.Any(fault => fault.Code == code) && (HasBody(call) || call.All<QueryMetadata>().Any())));

    /// <summary>The calls in words: the names of a few, or what they have in common.</summary>
    public string Tell(IReadOnlyList<string> ids)
    {
        (string Words, Func<Operation, bool> Has)[] kinds =
        [
            ("every call", static _ => true),
            ("every call that needs a token", static call => Find<AccessMetadata>(call.Description)!.Access.NeedsToken),
            ("every call that asks for a permission", static call => Find<AccessMetadata>(call.Description)!.Access.Permission is not null),
            ("every call that changes something", static call => call.All<RefusalMetadata>().Any(static refusal => refusal.Code == CommonErrors.LostRace.Code)),
            ("every call with a body", HasBody),
            ("every call with a body or query parameters", static call => HasBody(call) || call.All<QueryMetadata>().Any()),
            ("every call that takes an `Idempotency-Key`", static call => call.All<IdempotentMetadata>().Any()),
        ];
        if (ids.Count == 0)
        {
            return "the server itself, for requests that reach no call whole";
        }

        // A few more than a kind are named beside it; a kind of a few says less than their names.
        var kind = kinds.Select(kind => (kind.Words, Ids: Ids(kind.Has)))
            .FirstOrDefault(kind => kind.Ids.Count > 3 && kind.Ids.All(ids.Contains) && ids.Count - kind.Ids.Count < 3);
        return string.Join(", ", ids.Except(kind.Ids ?? []).Select(static id => $"`{id}`").Prepend(kind.Words).OfType<string>());
    }

    private static IReadOnlyList<Operation> Calls(IApiDescriptionGroupCollectionProvider descriptions) =>
    [
        .. descriptions.ApiDescriptionGroups.Items.SelectMany(static group => group.Items)
            .Where(static call => Find<AccessMetadata>(call) is not null)
            .Select(static call => new Operation(call, Find<IEndpointNameMetadata>(call)!.EndpointName))
            .OrderBy(static call => call.Id, StringComparer.Ordinal),
    ];

    private static bool HasBody(Operation call) => call.Description.ParameterDescriptions.Any(static parameter => parameter.Source.Id == "Body");

    private static T? Find<T>(Described call) => call.ActionDescriptor.EndpointMetadata.OfType<T>().LastOrDefault();

    private IReadOnlyList<string> Ids(Func<Operation, bool> has) => [.. _calls.Value.Where(has).Select(static call => call.Id)];

    private sealed record Operation(Described Description, string Id)
    {
        public IEnumerable<T> All<T>() => Description.ActionDescriptor.EndpointMetadata.OfType<T>();
    }
}
