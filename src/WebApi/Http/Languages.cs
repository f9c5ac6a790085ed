using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace UserSystem.WebApi.Http;

/// <summary>The languages that the service speaks to people, in mail and on its pages.</summary>
internal static class Languages
{
    public const string Default = "en";

    private static readonly string[] Spoken = ["en", "ar"];

    /// <summary>The best of them for an <c>Accept-Language</c> (RFC 9110, 12.5.4).</summary>
    public static string Negotiate(StringValues acceptLanguage)
    {
        if (acceptLanguage.Count == 0 || !StringWithQualityHeaderValue.TryParseList(acceptLanguage, out var wishes))
        {
            return Default;
        }

        foreach (var wish in wishes.Where(static wish => wish.Quality is not 0).OrderByDescending(static wish => wish.Quality ?? 1))
        {
            var primary = wish.Value.AsSpan();
            primary = primary.IndexOf('-') is var end and >= 0 ? primary[..end] : primary;
            foreach (var language in Spoken)
            {
                if (primary.Equals(language, StringComparison.OrdinalIgnoreCase))
                {
                    return language;
                }
            }
        }

        return Default;
    }
}
