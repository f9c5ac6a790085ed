using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace UserSystem.WebApi.Pages;

/// <summary>Turns a page into an answer that may load nothing, run nothing, be framed by nobody, and is kept nowhere.</summary>
internal static class PageWriter
{
    // The secret stands in the address and in the page: no referrer may carry it on, no cache may keep it.
    private static readonly string Policy =
        $"default-src 'none'; style-src {PageStyle.Source}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Answers with the page.</summary>
    public static async Task WriteAsync(HttpContext http, PageContent content, int status)
    {
        var page = Encoding.UTF8.GetBytes(await RenderAsync(http, content));
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        response.Headers.ContentLanguage = content.Language;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        await response.Body.WriteAsync(page, http.RequestAborted);
    }

    private static async Task<string> RenderAsync(HttpContext http, PageContent content)
    {
        await using var renderer = new HtmlRenderer(http.RequestServices, http.RequestServices.GetRequiredService<ILoggerFactory>());
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(PageLayout.Content)] = content });
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<PageLayout>(parameters)).ToHtmlString());
    }
}
