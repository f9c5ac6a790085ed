using System.ComponentModel.DataAnnotations;

namespace UserSystem.WebApi.Http;

/// <summary>Which web pages of others may call from a browser.</summary>
internal sealed class CrossOriginOptions : IValidatableObject
{
    /// <summary>Origins as browsers send them, separated by commas (<c>Cors__AllowedOrigins</c>); none where it is empty.</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>The same, one by one.</summary>
    public string[] Origins => AllowedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Origins.Where(static origin => !IsOrigin(origin)).Select(static origin => new ValidationResult(
            $"Cors__AllowedOrigins: '{origin}' is no origin as browsers send it, for example https://app.example.org,http://localhost:3000.",
            [nameof(AllowedOrigins)]));

    // Compared letter by letter: what a browser would write otherwise would never match (RFC 6454, 6.2).
    private static bool IsOrigin(string text) =>
        text.All(char.IsAscii) && !text.Contains('@', StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https")
        && url.GetLeftPart(UriPartial.Authority) == text;
}
