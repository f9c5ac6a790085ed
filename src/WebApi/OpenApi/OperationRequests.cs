using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
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

        foreach (var parameter in metadata.OfType<QueryMetadata>().SelectMany(static query => query.Parameters))
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Required = parameter.IsRequired,
                Schema = WithExample(parameter.Schema, parameter.Example),
            });
        }

        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(static parameter => parameter.In is ParameterLocation.Path) ?? [])
        {
            (parameter.Description, parameter.Example) = Examples.OfPath(parameter.Name!);
        }

        if (operation.Responses!.ContainsKey("304"))
        {
            AddHeader(operation, "If-None-Match", "Tags of answers that the caller has, or `*`: where one is current, the answer is 304.", "\"v7-8de0b2c1d3f4000\"");
        }

        if (metadata.OfType<RefusalMetadata>().Any(static refusal => refusal.Code == CommonErrors.Stale.Code))
        {
            AddHeader(operation, "If-Match", "Tags of the versions that may be changed, or `*` for any; where the current one is not among them, or there is none, nothing changes and the answer is 412.", "\"v7\"");
            AddHeader(operation, "If-None-Match", "Tags of the versions that may not be changed, or `*` for any; where the current one is among them, nothing changes and the answer is 412.", "\"v7\"");
        }

        if (metadata.OfType<IdempotentMetadata>().Any())
        {
            AddKey(operation);
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
            { NeedsToken: true } => [bearer],
            _ when metadata.OfType<OptionalTokenMetadata>().Any() => [new OpenApiSecurityRequirement(), bearer],
            _ => [],
        };
    }

    private static void AddKey(OpenApiOperation operation)
    {
        AddHeader(
            operation, IdempotencyKeys.Header,
            "A key of your choice, 1 to 255 visible ASCII characters. Sent again within 24 hours, with the same body, the request is not carried out again: "
            + "the first answer comes again, with `Idempotent-Replayed: true`. With another body it is 422.",
            "3f1d0c5e-order-4711");
        var schema = (OpenApiSchema)operation.Parameters![^1].Schema!;
        (schema.MinLength, schema.MaxLength, schema.Pattern) = (1, IdempotencyKeys.MaxLength, "^[!-~]+$");
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description, string example) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = WithExample(new OpenApiSchema { Type = JsonSchemaType.String }, JsonValue.Create(example)),
        });

    // An example beside the schema would be typed into the page that tries calls, and be sent by whoever wanted to leave the parameter out.
    private static OpenApiSchema WithExample(OpenApiSchema schema, JsonNode example)
    {
        schema.Examples = [example.DeepClone()];
        return schema;
    }
}
