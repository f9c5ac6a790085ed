using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace UserSystem.WebApi.Pages;

/// <summary>The secret of a link, as it comes in by the address and goes out by the form.</summary>
internal static class LinkForm
{
    public const string TokenField = "token";

    /// <summary>More than any form of ours is long.</summary>
    public const long MaxBytes = 8 * 1024;

    private const string MediaType = "application/x-www-form-urlencoded";
    private const int MaxToken = 512;

    private static readonly FormOptions Limits = new() { ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = 2048 };

    /// <summary>The secret in a query or form; null where there is none, more than one, or no such thing.</summary>
    public static string? TokenIn(StringValues values) => values is [{ Length: > 0 and <= MaxToken } token] ? token : null;

    /// <summary>The secret in the posted form. Throws <see cref="BadHttpRequestException"/> for a body that is no form of ours.</summary>
    public static async Task<string?> ReadTokenAsync(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw new BadHttpRequestException("Not a form.", StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            return TokenIn((await request.ReadFormAsync(Limits, ct))[TokenField]);
        }
        catch (InvalidDataException unreadable)
        {
            throw new BadHttpRequestException("Not a form of ours.", unreadable);
        }
    }
}
