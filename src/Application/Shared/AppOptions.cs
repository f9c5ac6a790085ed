using System.ComponentModel.DataAnnotations;

namespace UserSystem.Application.Shared;

/// <summary>How the service shows itself to people, in mail and on its own pages.</summary>
public sealed class AppOptions : IValidatableObject
{
    /// <summary>
    /// Where people reach the service, as they would type it (<c>App__PublicUrl</c>); links in mail start with it. A path is kept.
    /// Null until the host fills in the first address that it listens on.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>What the service is called towards people (<c>App__Name</c>), 1 to 64 characters on one line.</summary>
    [Required, RegularExpression(@"[^\p{Cc}\p{Zl}\p{Zp}]{1,64}", ErrorMessage = "App__Name must be 1 to 64 characters on one line, for example \"Example\".")]
    public string Name { get; set; } = "UserSystem";

    /// <summary>Whether the service serves the pages behind the links in mail itself (<c>App__BuiltInPages</c>).</summary>
    public bool BuiltInPages { get; set; } = true;

    /// <summary>A page of the service, like <c>https://example.org/verify-email?token=…</c>. Throws while <see cref="PublicUrl"/> is unknown.</summary>
    /// <param name="path">The page, without a leading slash.</param>
    /// <param name="token">The secret that the page hands in; it is escaped.</param>
    public Uri LinkTo(string path, string token)
    {
        var root = PublicUrl ?? throw new InvalidOperationException("App__PublicUrl is not known yet.");
        return new Uri($"{root.TrimEnd('/')}/{path}?token={Uri.EscapeDataString(token)}");
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is not null && !IsPublicUrl(PublicUrl))
        {
            yield return new ValidationResult(
                "App__PublicUrl must be an http or https address without query and fragment, for example https://users.example.org.",
                [nameof(PublicUrl)]);
        }
    }

    private static bool IsPublicUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && !text.AsSpan().ContainsAny('?', '#')
        && url.UserInfo.Length == 0;
}
