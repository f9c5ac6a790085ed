using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace UserSystem.WebApi.OpenApi;

/// <summary>The description of the API, which is its contract, and the pages that show it to people.</summary>
internal static class ApiDescription
{
    private const string Dto = "Dto";

    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.AddOpenApi(ApiDocument.Name, static options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = NameOf;
            options.AddSchemaTransformer<SchemaConstraints>();
            options.AddOperationTransformer<OperationResponses>();
            options.AddOperationTransformer<OperationRequests>();
            options.AddDocumentTransformer<DocumentHead>();
        });
        return services.AddSingleton<Examples>().AddSingleton<ApiDocument>().AddSingleton<ProblemCatalogue>().AddSingleton<ProblemOperations>();
    }

    public static void MapApiDescription(this WebApplication app)
    {
        app.MapGet("/openapi/v1.json", GetJson).ExcludeFromDescription();
        app.MapGet("/openapi/v1.yaml", GetYaml).ExcludeFromDescription();
        app.MapProblemPage();
        app.UseReference();
    }

    // A member that may be absent, or any JSON at all, is described where it stands; everything else goes by its name without what only code needs.
    private static string? NameOf(JsonTypeInfo type) =>
        SchemaConstraints.IsOptional(type.Type) || SchemaConstraints.IsAnyJson(type.Type) || OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name
            ? null
            : name.EndsWith(Dto, StringComparison.Ordinal) ? name[..^Dto.Length] : name;

    private static async Task<IResult> GetJson(ApiDocument document, CancellationToken ct) =>
        (await document.ReadAsync(ct)).Json.ToHttp("application/json; charset=utf-8");

    private static async Task<IResult> GetYaml(ApiDocument document, CancellationToken ct) =>
        (await document.ReadAsync(ct)).Yaml.ToHttp("application/yaml; charset=utf-8");
}
