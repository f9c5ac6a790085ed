using Microsoft.AspNetCore.Http.Metadata;
using UserSystem.Application.Accounts;
using UserSystem.WebApi.Limits;

namespace UserSystem.WebApi.Pages;

/// <summary>The pages behind the links in mail.</summary>
internal static class PageEndpoints
{
    /// <summary>All of them: a new one is a line here and its words in each language.</summary>
    public static IReadOnlyList<LinkPage> All { get; } =
    [
        new("verify-email", static texts => texts.VerifyEmail, static form => new VerifyEmail(form.Token)),
        new("confirm-email", static texts => texts.ConfirmEmail, static form => new VerifyEmail(form.Token)),
        new("reset-password", static texts => texts.ResetPassword, static form => new ResetPassword(form.Token, form.Password), "newPassword"),
        new("restore", static texts => texts.Restore, static form => new RestoreMe(form.Token)),
    ];

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        foreach (var page in All)
        {
            // A HEAD is what programs that check links send.
            app.MapMethods(page.Path, [HttpMethods.Get, HttpMethods.Head], page.ShowAsync).ExcludeFromDescription().WithMetadata(new LimitAnswerMetadata(page.TooManyAsync));
            app.MapMethods(page.Path, [HttpMethods.Post], page.SubmitAsync).ExcludeFromDescription()
                .WithMetadata(new BodyLimit(), new CountsAsAuthMetadata(), new LimitAnswerMetadata(page.TooManyAsync));
        }

        // This one looks at the secret to say who invites: looking counts as trying one.
        app.MapMethods(InvitationPage.Page.Path, [HttpMethods.Get, HttpMethods.Head], InvitationPage.ShowAsync).ExcludeFromDescription()
            .WithMetadata(new CountsAsAuthMetadata(), new LimitAnswerMetadata(InvitationPage.Page.TooManyAsync));
        app.MapMethods(InvitationPage.Page.Path, [HttpMethods.Post], InvitationPage.SubmitAsync).ExcludeFromDescription()
            .WithMetadata(new BodyLimit(), new CountsAsAuthMetadata(), new LimitAnswerMetadata(InvitationPage.Page.TooManyAsync));
    }

    private sealed class BodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => LinkForm.MaxBytes;
    }
}
