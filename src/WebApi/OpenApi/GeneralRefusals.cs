using UserSystem.Application.Pipeline;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.OpenApi;

/// <summary>What an operation may refuse with for what it is, without saying so itself.</summary>
internal static class GeneralRefusals
{
    private static readonly Error[] OfAll =
    [
        ValidationError.Of("", "", ""), HttpErrors.TooMany(TimeSpan.FromMinutes(1)), HttpErrors.NotReady, HttpErrors.DatabaseUnavailable,
        HttpErrors.TimedOut, HttpErrors.Internal,
    ];

    private static readonly Error[] OfBodies = [HttpErrors.Malformed, HttpErrors.TooLarge, HttpErrors.UnsupportedMediaType];

    private static readonly Error[] OfTokens = [CommonErrors.TokenMissing, SessionErrors.TokenInvalid, SessionErrors.TokenExpired, SessionErrors.Ended];

    private static readonly Error[] OfKeys = [IdempotencyErrors.KeyInvalid, IdempotencyErrors.InProgress, IdempotencyErrors.KeyReused];

    public static IEnumerable<RefusalMetadata> Of(Microsoft.AspNetCore.Mvc.ApiExplorer.ApiDescription operation)
    {
        if (operation.ActionDescriptor.EndpointMetadata.OfType<AccessMetadata>().SingleOrDefault() is not { } access)
        {
            // Health has only its own answers.
            return [];
        }

        var hasBody = operation.ParameterDescriptions.Any(static parameter => parameter.Source.Id == "Body");
        return OfAll
            .Concat(hasBody ? OfBodies : [])
            .Concat(access.Access.NeedsToken ? OfTokens : [])
            .Concat(operation.ActionDescriptor.EndpointMetadata.OfType<IdempotentMetadata>().Any() ? OfKeys : [])
            .Concat(access.Access.Permission is { } permission ? [new MissingPermissionError(permission)] : [])
            .Select(static error => new RefusalMetadata(Problems.StatusOf(error), error.Code, error.Message));
    }
}
