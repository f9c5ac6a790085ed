using System.Globalization;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;
using UserSystem.WebApi.Http;

namespace UserSystem.WebApi.OpenApi;

/// <summary>The page to which the <c>type</c> of every problem points: all codes, each with an anchor; as JSON for whoever asks for that.</summary>
internal static class ProblemPage
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
        + "dt{font-family:ui-monospace,monospace;font-weight:600;margin-top:1rem;scroll-margin-top:1rem}"
        + "dt a{color:inherit;text-decoration:none}dt:target{outline:2px solid #36c;outline-offset:4px}dd{margin:0}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapProblemPage(this IEndpointRouteBuilder app) => app.MapGet("/docs/problems", Get).ExcludeFromDescription();

    private static IResult Get(ProblemCatalogue catalogue, HttpRequest request, HttpResponse response)
    {
        response.Headers.Vary = HeaderNames.Accept;
        response.Headers.CacheControl = "public, max-age=3600";
        if (WantsJson(request))
        {
            return TypedResults.Json(catalogue.All, ApiJson.Default.IReadOnlyListProblemCodeDto);
        }

        response.Headers.ContentSecurityPolicy = Policy;
        return TypedResults.Text(Write(catalogue), MediaTypeNames.Text.Html, Encoding.UTF8);
    }

    // Browsers ask for HTML by name; who asks for neither by name is a person at a command line as likely as not.
    private static bool WantsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Where(static media => media.Quality is not 0).OrderByDescending(static media => media.Quality ?? 1)
            .Select(static media => media.MediaType.Value).FirstOrDefault(static media => media is MediaTypeNames.Application.Json or MediaTypeNames.Text.Html)
            is MediaTypeNames.Application.Json;

    private static string Write(ProblemCatalogue catalogue)
    {
        var page = new StringBuilder($"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>Problem codes</title><style>{Style}</style>")
            .Append("<h1>Problem codes</h1><p>Every refusal is a problem (RFC 9457) with one of these codes. They are never renamed.</p>");
        Write(page, catalogue.All.Where(static entry => entry.Status is not null));
        page.Append("<h2>Faults of members</h2><p>With <code>validation.failed</code>, <code>errorCodes</code> names for each member what is wrong with it.</p>");
        Write(page, catalogue.All.Where(static entry => entry.Status is null));
        return page.Append("</html>").ToString();
    }

    private static void Write(StringBuilder page, IEnumerable<ProblemCodeDto> entries)
    {
        page.Append("<dl>");
        foreach (var entry in entries)
        {
            var code = HtmlEncoder.Default.Encode(entry.Code);
            page.Append(CultureInfo.InvariantCulture, $"<dt id=\"{code}\"><a href=\"#{code}\">{code}</a>{(entry.Status is { } status ? $" · {status}" : "")}</dt><dd>{HtmlEncoder.Default.Encode(entry.Meaning)}</dd>");
        }

        page.Append("</dl>");
    }
}
