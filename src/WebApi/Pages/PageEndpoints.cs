using Microsoft.AspNetCore.Http.Metadata;
using UserSystem.Application.Accounts;

namespace UserSystem.WebApi.Pages;

/// <summary>The pages behind the links in mail.</summary>
internal static class PageEndpoints
{
    /// <summary>All of them: a new one is a line here and its words in each language.</summary>
    public static IReadOnlyList<LinkPage> All { get; } =
    [
        new("verify-email", static texts => texts.VerifyEmail, static token => new VerifyEmail(token)),
    ];

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        foreach (var page in All)
        {
            // A HEAD is what programs that check links send.
            app.MapMethods(page.Path, [HttpMethods.Get, HttpMethods.Head], page.ShowAsync).ExcludeFromDescription();
            app.MapMethods(page.Path, [HttpMethods.Post], page.SubmitAsync).ExcludeFromDescription().WithMetadata(new BodyLimit());
        }
    }

    private sealed class BodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => LinkForm.MaxBytes;
    }
}
