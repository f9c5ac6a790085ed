using System.Net;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Pages;

/// <summary>What a browser does with the pages; the one that proves an address where none is named.</summary>
internal static class PageClient
{
    public const string Path = "/verify-email";

    public static Task<ApiAnswer> OpenAsync(this ApiClient browser, string query, string language = "en", string path = Path) =>
        browser.GetAsync(path + query, ("Accept-Language", language));

    public static async Task<ApiAnswer> PressAsync(
        this ApiClient browser, string token, string language = "en", string path = Path, string? password = null)
    {
        Dictionary<string, string> fields = new() { ["token"] = token };
        if (password is not null)
        {
            fields["password"] = password;
        }

        using var form = new FormUrlEncodedContent(fields);
        return await browser.SendAsync(HttpMethod.Post, path, form, ("Accept-Language", language));
    }

    /// <summary>A page as it is read, without the encoding of its letters.</summary>
    public static string Read(this ApiAnswer answer) => WebUtility.HtmlDecode(answer.Body);
}
