using MediatR;
using UserSystem.Application.Accounts;
using UserSystem.Application.Invitations;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.WebApi.Pages;

/// <summary>
/// The page behind an invitation: it says who invites, and signs up whoever fills in the form. Looking at it spends nothing; whatever
/// happens is told as a page.
/// </summary>
internal static class InvitationPage
{
    /// <summary>Its place and its words.</summary>
    public static readonly LinkPage Page = new("invitation", static texts => texts.Invitation, static form => new VerifyEmail(form.Token));

    /// <summary>Shows who invites, and the form.</summary>
    public static async Task ShowAsync(HttpContext http)
    {
        var answers = new LinkPageAnswers(http, Page);
        if (LinkForm.TokenIn(http.Request.Query[LinkForm.TokenField]) is not { } token)
        {
            await answers.IncompleteAsync();
            return;
        }

        await Page.GuardAsync(http, answers, token, async sender =>
        {
            var found = await sender.Send(new LookUpInvitation(token), http.RequestAborted);
            await (found.Error is { } error ? answers.RefuseAsync(token, error) : answers.InviteAsync(token, found.Value));
        });
    }

    /// <summary>Signs somebody up with what they typed.</summary>
    public static async Task SubmitAsync(HttpContext http)
    {
        var answers = new LinkPageAnswers(http, Page);
        LinkFields? fields;
        try
        {
            fields = await LinkForm.ReadAsync(http.Request, http.RequestAborted);
        }
        catch (BadHttpRequestException unreadable)
        {
            await answers.IncompleteAsync(unreadable.StatusCode);
            return;
        }

        if (fields is null)
        {
            await answers.IncompleteAsync();
            return;
        }

        await Page.GuardAsync(http, answers, fields.Token, sender => AcceptAsync(sender, answers, fields, http.RequestAborted));
    }

    private static async Task AcceptAsync(ISender sender, LinkPageAnswers answers, LinkFields fields, CancellationToken ct)
    {
        var found = await sender.Send(new LookUpInvitation(fields.Token), ct);
        if (found.Error is { } worthless)
        {
            await answers.RefuseAsync(fields.Token, worthless);
            return;
        }

        var registered = await sender.Send(
            new RegisterUser(
                found.Value.Email ?? fields.Email, fields.Password, fields.FullName, fields.AcceptsTerms, TermsVersion: null, fields.Token), ct);
        await (registered.Error switch
        {
            null => registered.Value.Status is UserStatus.Active ? answers.DoneAsync() : answers.MailedAsync(),
            ValidationError wrong => answers.InviteAsync(fields.Token, found.Value, fields, wrong.Faults),
            { } error => answers.RefuseAsync(fields.Token, error),
        });
    }
}
