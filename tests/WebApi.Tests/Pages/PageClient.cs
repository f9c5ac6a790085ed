using System.Net;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Pages;

/// <summary>What a browser does with the page that proves an address.</summary>
internal static class PageClient
{
    public const string Path = "/verify-email";

    public static Task<ApiAnswer> OpenAsync(this ApiClient browser, string query, string language = "en") =>
        browser.GetAsync(Path + query, ("Accept-Language", language));

    public static async Task<ApiAnswer> PressAsync(this ApiClient browser, string token, string language = "en")
    {
        using var form = new FormUrlEncodedContent([new("token", token)]);
        return await browser.SendAsync(HttpMethod.Post, Path, form, ("Accept-Language", language));
    }

    /// <summary>A page as it is read, without the encoding of its letters.</summary>
    public static string Read(this ApiAnswer answer) => WebUtility.HtmlDecode(answer.Body);
}
