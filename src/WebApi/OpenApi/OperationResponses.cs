using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using UserSystem.Application.Shared;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.OpenApi;

/// <summary>Completes what an operation answers: every status with its headers, its codes and an example.</summary>
internal sealed class OperationResponses(Examples examples, IOptions<AppOptions> app) : IOpenApiOperationTransformer
{
    private static readonly OpenApiHeader ETag = Header(JsonSchemaType.String, "Changes whenever anything visible of the resource does.");

    private static readonly OpenApiHeader RetryAfter = Header(JsonSchemaType.Integer, "Seconds after which to try again.");

    private static readonly OpenApiHeader WwwAuthenticate = Header(JsonSchemaType.String, "How to prove who calls (RFC 6750).");

    private static readonly OpenApiHeader Replayed = new()
    {
        Description = "`true` where this is the answer to an earlier request with the same `Idempotency-Key`; otherwise absent.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("true")] },
    };

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var answers = operation.Responses ??= [];
        foreach (var answer in context.Description.SupportedResponseTypes)
        {
            var response = (OpenApiResponse)answers[Key(answer.StatusCode)];
            if (answer.Type == typeof(void))
            {
                response.Content = null;
            }

            foreach (var media in response.Content?.Values ?? [])
            {
                media.Example = examples.Of(answer.Type!);
            }
        }

        var tagged = context.Description.SupportedResponseTypes.Any(static answer => answer.Type?.IsAssignableTo(typeof(ITagged)) is true);
        var problem = await ProblemAsync(context, cancellationToken);
        var refusals = GeneralRefusals.Of(context.Description).Concat(context.Description.ActionDescriptor.EndpointMetadata.OfType<RefusalMetadata>());
        foreach (var status in refusals.GroupBy(static refusal => refusal.Status).OrderBy(static status => status.Key))
        {
            answers[Key(status.Key)] = Refusal(status.Key, [.. status.DistinctBy(static refusal => refusal.Code)], problem);
        }

        foreach (var (key, response) in answers)
        {
            SetHeaders((OpenApiResponse)response, key, tagged);
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IdempotentMetadata>().Any())
        {
            ((OpenApiResponse)answers[Key(StatusCodes.Status201Created)]).Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Location"] = Header(JsonSchemaType.String, "Where what was made can be found."),
                [IdempotencyKeys.ReplayedHeader] = Replayed,
            };
        }
    }

    private static async Task<IOpenApiSchema> ProblemAsync(OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        const string Name = "Problem";
        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(Name) is not true)
        {
            document.AddComponent<IOpenApiSchema>(Name, await context.GetOrCreateSchemaAsync(typeof(ProblemDto), null, ct));
        }

        return new OpenApiSchemaReference(Name, document);
    }

    private OpenApiResponse Refusal(int status, IReadOnlyList<RefusalMetadata> refusals, IOpenApiSchema problem) => new()
    {
        Description = string.Join('\n', refusals.Select(refusal => $"- [`{refusal.Code}`]({app.Value.PublicUrl?.TrimEnd('/')}/docs/problems#{refusal.Code}): {refusal.Meaning}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problems.MediaType] = new OpenApiMediaType
            {
                // Readers see the codes as an enumeration; generators, a problem whose code is one of them.
                Schema = new OpenApiSchema
                {
                    AllOf =
                    [
                        problem,
                        new OpenApiSchema
                        {
                            Properties = new Dictionary<string, IOpenApiSchema>
                            {
                                ["status"] = new OpenApiSchema { Enum = [JsonValue.Create(status)] },
                                ["code"] = new OpenApiSchema { Enum = [.. refusals.Select(static refusal => (JsonNode)JsonValue.Create(refusal.Code))] },
                            },
                        },
                    ],
                },
                Examples = refusals.ToDictionary(
                    static refusal => refusal.Code,
                    refusal => (IOpenApiExample)new OpenApiExample { Value = examples.Problem(status, refusal.Code, refusal.Meaning) }),
            },
        },
    };

    private static void SetHeaders(OpenApiResponse response, string status, bool tagged)
    {
        response.Description = response.Description is { Length: > 0 } description
            ? description
            : ReasonPhrases.GetReasonPhrase(int.Parse(status, CultureInfo.InvariantCulture));
        (string Name, OpenApiHeader Header)? header = status switch
        {
            "200" or "304" when tagged => ("ETag", ETag),
            "401" => ("WWW-Authenticate", WwwAuthenticate),
            "429" or "503" => ("Retry-After", RetryAfter),
            _ => null,
        };
        if (header is { } needed)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader> { [needed.Name] = needed.Header };
        }
    }

    private static OpenApiHeader Header(JsonSchemaType type, string description) =>
        new() { Required = true, Description = description, Schema = new OpenApiSchema { Type = type } };

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
