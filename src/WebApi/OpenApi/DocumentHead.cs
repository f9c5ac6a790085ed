using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using UserSystem.Application.Shared;

namespace UserSystem.WebApi.OpenApi;

/// <summary>What stands above the operations: what this is, where it is, how to prove who calls.</summary>
internal sealed class DocumentHead(IOptions<AppOptions> app) : IOpenApiDocumentTransformer
{
    /// <summary>The name of the security scheme.</summary>
    public const string Bearer = "bearer";

    private static string Describe(string? root) =>
        $"""
        Accounts, sessions and people over HTTP.

        - JSON in camelCase and UTF-8; ids are UUIDs, instants RFC 3339 in UTC, durations in seconds. Members and query parameters that are not described are refused, so that a typo is never silently dropped.
        - Every refusal is a problem (RFC 9457): `code` is for programs and never renamed, `detail` for people, `traceId` for whoever looks into the logs. All codes are explained at [/docs/problems]({root}/docs/problems).
        - A single resource carries an `ETag`; `If-None-Match` brings 304, a write with an outdated `If-Match` 412.
        - What makes something takes an `Idempotency-Key`: sent again with the same key and body within 24 hours, it brings the first answer again.
        - Calls with a lock take the access token of a login: `Authorization: Bearer …`. To try them here, carry out `logIn` and put its `accessToken` into "Authorize".
        - Tokens that go out by mail are the `token` parameter of the link in it; the link itself leads to a page with a button that does the same as the call.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var root = app.Value.PublicUrl?.TrimEnd('/');
        document.Info = new OpenApiInfo { Title = app.Value.Name, Version = ApiDocument.Name, Description = Describe(root) };
        document.Servers = [new OpenApiServer { Url = root }];
        document.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "Accounts", Description = "Signing up, logging in, staying logged in." },
            new() { Name = "Users", Description = "People, oneself first." },
            new() { Name = "Sessions", Description = "Where one is logged in, and what happened around it." },
            new() { Name = "Operations", Description = "For those who run the service." },
        };
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The `accessToken` of a login or a refresh.",
        });
        return Task.CompletedTask;
    }
}
