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
    /// <summary>What stands above all codes.</summary>
    public const string Lead = "Every refusal is a problem (RFC 9457) with one of these codes in `code`. They are never renamed, so that programs may rely on them.";

    /// <summary>What stands above the codes of faults.</summary>
    public const string FaultsLead = "With `validation.failed`, `errorCodes` names for each member or query parameter what is wrong with it, by these.";

    private const string Style =
        ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}"
        + "h3{margin:0 0 .5rem;font:600 1rem/1.5 ui-monospace,monospace}h3 a{color:inherit;text-decoration:none}h3 a:hover{text-decoration:underline}"
        + "section{margin:1rem 0;padding:.75rem 1rem;border:1px solid #8886;border-radius:8px;scroll-margin-top:1rem}section:target{outline:2px solid #36c}"
        + "dl{margin:0;display:grid;grid-template-columns:7rem 1fr;gap:.25rem .75rem}dt{opacity:.75}dd{margin:0}code{font-size:.9em}"
        + "@media(max-width:32rem){dl{display:block}dd{margin-bottom:.5rem}}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapProblemPage(this IEndpointRouteBuilder app) => app.MapGet("/docs/problems", Get).ExcludeFromDescription();

    private static IResult Get(ProblemCatalogue catalogue, ProblemOperations operations, HttpRequest request, HttpResponse response)
    {
        response.Headers.Vary = HeaderNames.Accept;
        response.Headers.CacheControl = "public, max-age=3600";
        if (WantsJson(request))
        {
            return TypedResults.Json(catalogue.All, ApiJson.Default.IReadOnlyListProblemCodeDto);
        }

        response.Headers.ContentSecurityPolicy = Policy;
        return TypedResults.Text(Write(catalogue, operations), MediaTypeNames.Text.Html, Encoding.UTF8);
    }

    // Browsers ask for HTML by name; who asks for neither by name is a person at a command line as likely as not.
    private static bool WantsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Where(static media => media.Quality is not 0).OrderByDescending(static media => media.Quality ?? 1)
            .Select(static media => media.MediaType.Value).FirstOrDefault(static media => media is MediaTypeNames.Application.Json or MediaTypeNames.Text.Html)
            is MediaTypeNames.Application.Json;

    /// <summary>What there is to say of a code, line by line, with names of calls and members in backquotes.</summary>
    public static IEnumerable<(string Name, string Words)> Lines(ProblemCodeDto entry, ProblemOperations operations)
    {
        if (entry.Status is { } status)
        {
            yield return ("Status", FormattableString.Invariant($"{status} {entry.Title}"));
        }

        yield return ("Says", entry.Meaning);
        yield return ("Cause", entry.Cause);
        yield return ("Cure", entry.Cure);
        if (entry.RetryAfter is { } wait)
        {
            yield return ("Retry-After", wait);
        }

        yield return ("Answered by", operations.Tell(entry.Operations));
    }

    private static string Write(ProblemCatalogue catalogue, ProblemOperations operations)
    {
        var page = new StringBuilder($"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>Problem codes</title><style>{Style}</style>")
            .Append(CultureInfo.InvariantCulture, $"<p><a href=\"index.html\">All calls</a><h1>Problem codes</h1><p>{Encode(Lead, operations)}");
        Write(page, catalogue.All.Where(static entry => entry.Status is not null), operations);
        page.Append(CultureInfo.InvariantCulture, $"<h2>Faults of members</h2><p>{Encode(FaultsLead, operations)}");
        Write(page, catalogue.All.Where(static entry => entry.Status is null), operations);
        return page.Append("</html>").ToString();
    }

    private static void Write(StringBuilder page, IEnumerable<ProblemCodeDto> entries, ProblemOperations operations)
    {
        foreach (var entry in entries)
        {
            var code = HtmlEncoder.Default.Encode(entry.Code);
            page.Append(CultureInfo.InvariantCulture, $"<section id=\"{code}\"><h3><a href=\"#{code}\">{code}</a></h3><dl>");
            foreach (var (name, words) in Lines(entry, operations))
            {
                page.Append(CultureInfo.InvariantCulture, $"<dt>{name}</dt><dd>{Encode(words, operations)}</dd>");
            }

            page.Append("</dl></section>");
        }
    }

    // What stands between backquotes, which come in pairs, is code, and where it is a call, a link to it.
    private static string Encode(string words, ProblemOperations operations) => string.Concat(words.Split('`').Select((part, index) =>
    {
        var text = HtmlEncoder.Default.Encode(part);
        return index % 2 == 0 ? text : operations.LinkTo(part) is { } link ? $"<a href=\"{link}\"><code>{text}</code></a>" : $"<code>{text}</code>";
    }));
}
