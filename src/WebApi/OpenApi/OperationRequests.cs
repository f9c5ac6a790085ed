using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using UserSystem.Application.Pipeline;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.OpenApi;

/// <summary>Completes what an operation takes: who may call, conditional headers, an example of the body.</summary>
internal sealed class OperationRequests(Examples examples) : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Security = SecurityOf(metadata, context.Document!);

        if (operation.Responses!.ContainsKey("304"))
        {
            AddHeader(operation, "If-None-Match", "Tags of answers that the caller has, or `*`: where one is current, the answer is 304.", "\"v7-8de0b2c1d3f4000\"");
        }

        if (metadata.OfType<RefusalMetadata>().Any(static refusal => refusal.Code == CommonErrors.Stale.Code))
        {
            AddHeader(operation, "If-Match", "Tags of the versions that may be changed, or `*` for any; where the current one is not among them, or there is none, nothing changes and the answer is 412.", "\"v7\"");
            AddHeader(operation, "If-None-Match", "Tags of the versions that may not be changed, or `*` for any; where the current one is among them, nothing changes and the answer is 412.", "\"v7\"");
        }

        foreach (var body in operation.RequestBody?.Content?.Values ?? [])
        {
            var type = context.Description.ParameterDescriptions.Single(static parameter => parameter.Source.Id == "Body").Type;
            body.Example = examples.Of(type);
        }

        return Task.CompletedTask;
    }

    private static List<OpenApiSecurityRequirement> SecurityOf(IList<object> metadata, OpenApiDocument document)
    {
        var bearer = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentHead.Bearer, document)] = [] };
        return metadata.OfType<AccessMetadata>().SingleOrDefault()?.Access switch
        {
            { } access when access == Access.OwnData => [bearer],
            _ when metadata.OfType<OptionalTokenMetadata>().Any() => [new OpenApiSecurityRequirement(), bearer],
            _ => [],
        };
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description, string example) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = example,
        });
}
