using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace UserSystem.WebApi.Pages;

/// <summary>What the form of a link page hands in.</summary>
/// <param name="Token">The secret of the link.</param>
/// <param name="Password">The password that was typed, as it is; null where the form has none.</param>
internal sealed record LinkFields(string Token, string? Password)
{
    /// <summary>The name that was typed, on forms that sign somebody up.</summary>
    public string? FullName { get; init; }

    /// <summary>The address that was typed, on forms that sign somebody up.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the box was ticked that accepts the terms.</summary>
    public bool AcceptsTerms { get; init; }
}

/// <summary>The secret of a link, as it comes in by the address and goes out by the form.</summary>
internal static class LinkForm
{
    public const string TokenField = "token";
    public const string PasswordField = "password";
    public const string FullNameField = "fullName";
    public const string EmailField = "email";
    public const string TermsField = "acceptTerms";

    /// <summary>More than any form of ours is long.</summary>
    public const int MaxBytes = 8 * 1024;

    private const string MediaType = "application/x-www-form-urlencoded";
    private const int MaxToken = 512;

    private static readonly FormOptions Limits = new() { ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = MaxBytes };

    /// <summary>The secret in a query or form; null where there is none, more than one, or no such thing.</summary>
    public static string? TokenIn(StringValues values) => values is [{ Length: > 0 and <= MaxToken } token] ? token : null;

    private static string? One(StringValues values) => values is [{ } value] ? value : null;

    /// <summary>The posted form; null where the secret is missing. Throws <see cref="BadHttpRequestException"/> for a body that is no form of ours.</summary>
    public static async Task<LinkFields?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw new BadHttpRequestException("Not a form.", StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            var form = await request.ReadFormAsync(Limits, ct);
            return TokenIn(form[TokenField]) is { } token ? new LinkFields(token, One(form[PasswordField]))
            {
                FullName = One(form[FullNameField]),
                Email = One(form[EmailField]),
                AcceptsTerms = One(form[TermsField]) == "true",
            }
                : null;
        }
        catch (InvalidDataException unreadable)
        {
            throw new BadHttpRequestException("Not a form of ours.", unreadable);
        }
    }
}
