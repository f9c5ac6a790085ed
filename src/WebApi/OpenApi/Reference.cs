using Microsoft.Extensions.Options;
using UserSystem.Application.Shared;

namespace UserSystem.WebApi.OpenApi;

/// <summary>The readable reference that can try a call, below <c>/docs</c>.</summary>
internal static class Reference
{
    private const string Path = "/docs";

    public static void UseReference(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<IOptions<AppOptions>>().Value;
        var policy = Policy(settings.PublicUrl);
        app.UseWhen(
            static http => http.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal) && http.GetEndpoint() is null,
            page =>
            {
                page.Use((http, next) =>
                {
                    http.Response.Headers.ContentSecurityPolicy = policy;
                    http.Response.Headers["Referrer-Policy"] = "no-referrer";
                    return next(http);
                });
                page.UseSwaggerUI(ui =>
                {
                    ui.RoutePrefix = Path.TrimStart('/');
                    ui.DocumentTitle = settings.Name;
                    // Seen from the page, which may stand below a path that a proxy adds.
                    ui.SwaggerEndpoint("../openapi/v1.json", settings.Name);
                    ui.EnableTryItOutByDefault();
                    ui.DisplayRequestDuration();
                    ui.DisplayOperationId();
                    // The page of problems leads to calls by their names.
                    ui.EnableDeepLinking();
                    ui.DefaultModelsExpandDepth(0);
                });
            });
    }

    // Scripts come from here alone, and none stands in the page; the page styles its elements one by one. Calls that are tried go to the
    // address in the description, which need not be the one under which the page was read.
    private static string Policy(string? publicUrl)
    {
        var origin = Uri.TryCreate(publicUrl, UriKind.Absolute, out var url) ? $" {url.GetLeftPart(UriPartial.Authority)}" : "";
        return $"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'{origin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
