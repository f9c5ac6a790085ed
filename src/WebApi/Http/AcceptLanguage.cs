using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using UserSystem.Domain.Shared;

namespace UserSystem.WebApi.Http;

/// <summary>What a client says of its languages (RFC 9110, 12.5.4).</summary>
internal static class AcceptLanguage
{
    /// <summary>The best of <see cref="Languages"/> for the header.</summary>
    public static string Negotiate(StringValues acceptLanguage)
    {
        if (acceptLanguage.Count == 0 || !StringWithQualityHeaderValue.TryParseList(acceptLanguage, out var wishes))
        {
            return Languages.Default;
        }

        foreach (var wish in wishes.Where(static wish => wish.Quality is not 0).OrderByDescending(static wish => wish.Quality ?? 1))
        {
            var primary = wish.Value.AsSpan();
            primary = primary.IndexOf('-') is var end and >= 0 ? primary[..end] : primary;
            foreach (var language in Languages.All)
            {
                if (primary.Equals(language, StringComparison.OrdinalIgnoreCase))
                {
                    return language;
                }
            }
        }

        return Languages.Default;
    }
}
