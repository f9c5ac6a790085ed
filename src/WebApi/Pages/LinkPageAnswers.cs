using System.Globalization;
using Microsoft.Extensions.Options;
using UserSystem.Application.Invitations;
using UserSystem.Application.Shared;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Http;
using UserSystem.WebApi.Pages.Texts;

namespace UserSystem.WebApi.Pages;

/// <summary>What a link page can say, in the language of whoever asks.</summary>
internal sealed class LinkPageAnswers
{
    private readonly HttpContext _http;
    private readonly AppOptions _app;
    private readonly IPageTexts _texts;
    private readonly LinkPage _page;
    private readonly LinkPageTexts _words;
    private readonly string _action;

    public LinkPageAnswers(HttpContext http, LinkPage page)
    {
        (_http, _page) = (http, page);
        _app = http.RequestServices.GetRequiredService<IOptions<AppOptions>>().Value;
        _texts = PageLanguages.For(AcceptLanguage.Negotiate(http.Request.Headers.AcceptLanguage));
        _words = page.Words(_texts);

        // A path in front of the service, taken away by a proxy, is known from its public address only.
        _action = $"{new Uri(_app.PublicUrl!).AbsolutePath.TrimEnd('/')}/{page.Path}";
    }

    /// <summary>The question, with the button.</summary>
    public Task AskAsync(string token) => WriteAsync(
        PageMood.Question, _words.Title, _words.Text, StatusCodes.Status200OK, _words.Note, Form(token, _words.Button));

    /// <summary>The question again, with what was wrong with the password.</summary>
    public Task AskAgainAsync(string token, IEnumerable<Fault> faults) => WriteAsync(
        PageMood.Failed, _words.Title, _words.Text, StatusCodes.Status400BadRequest, _words.Note,
        Form(token, _words.Button, [.. faults.Select(fault => _texts.PasswordFault(fault.Code) ?? fault.Message)]));

    /// <summary>Who invites, with a form to sign up: for the address that the invitation is for, or for one to be typed.</summary>
    public Task InviteAsync(string token, InvitationPreviewDto invitation, LinkFields? typed = null, IReadOnlyList<Fault>? faults = null)
    {
        List<TextField> fields = [new(LinkForm.FullNameField, _texts.NameLabel, "text", "name", typed?.FullName, At("fullName"))];
        if (invitation.Email is null)
        {
            fields.Insert(0, new(LinkForm.EmailField, _texts.EmailLabel, "email", "email", typed?.Email, At("email")));
        }

        // A name that is not of this language finds its own direction.
        var text = _texts.Invited($"\u2068{invitation.InviterName ?? _app.Name}\u2069", invitation.Email is { } email ? $"\u2068{email}\u2069" : null);
        var form = new PageForm(_action, token, _words.Button, new PasswordField(_texts.ChosenPasswordLabel, At("password")))
        {
            Texts = fields,
            Tick = new TickField(LinkForm.TermsField, _texts.TermsLabel, At("acceptTerms")),
        };
        return WriteAsync(
            faults is null ? PageMood.Question : PageMood.Failed, _words.Title, text,
            faults is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, _words.Note, form);

        string[] At(string path) => [.. (faults ?? []).Where(fault => fault.Path == path)
            .Select(fault => (path == "password" ? _texts.PasswordFault(fault.Code) : _texts.FieldFault(fault.Code)) ?? fault.Message)];
    }

    /// <summary>Signed up, with an address that is still to be proven.</summary>
    public Task MailedAsync() => WriteAsync(PageMood.Done, _texts.MailedTitle, _texts.MailedText, StatusCodes.Status200OK);

    /// <summary>The invitation cannot be used. Where nobody may sign up any more, trying again does not help either.</summary>
    public Task RefuseAsync(string token, Error error) =>
        error.Kind is ErrorKind.Invalid or ErrorKind.Forbidden ? SpentAsync() : TryAgainAsync(token, error, Problems.StatusOf(error));

    /// <summary>It worked.</summary>
    public Task DoneAsync() => WriteAsync(PageMood.Done, _words.DoneTitle, _words.DoneText, StatusCodes.Status200OK);

    /// <summary>The link is worth nothing any more; which way is not told, nor known.</summary>
    public Task SpentAsync() => WriteAsync(PageMood.Failed, _texts.SpentTitle, _words.SpentText, StatusCodes.Status400BadRequest);

    /// <summary>A part of the link, or of the form, is missing.</summary>
    public Task IncompleteAsync(int status = StatusCodes.Status400BadRequest) =>
        WriteAsync(PageMood.Failed, _texts.IncompleteTitle, _texts.IncompleteText, status);

    /// <summary>It may work in a moment: the button is offered again, where there is something to hand in.</summary>
    public Task TryAgainAsync(string? token, Error error, int status)
    {
        if (error.RetryAfter is { } wait)
        {
            _http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(
            PageMood.Failed, _texts.TryAgainTitle, error.Kind is ErrorKind.TooManyRequests ? _texts.TooManyText : _texts.TryAgainText, status,
            form: token is null ? null : Form(token, _texts.TryAgainButton));
    }

    /// <summary>What came of a command; null is success.</summary>
    public Task TellAsync(string token, Error? error) => error switch
    {
        null => DoneAsync(),
        ValidationError { Faults: var faults } when faults.Any(IsOfPassword) => AskAgainAsync(token, faults.Where(IsOfPassword)),
        { Kind: ErrorKind.Invalid or ErrorKind.NotFound } => SpentAsync(),

        // Of what clashes with the state only a lost race is over the next time.
        { Kind: ErrorKind.Conflict } when error != CommonErrors.LostRace => SpentAsync(),
        _ => TryAgainAsync(token, error, Problems.StatusOf(error)),
    };

    private bool IsOfPassword(Fault fault) => fault.Path == _page.PasswordMember;

    private PageForm Form(string token, string button, params IReadOnlyList<string> faults) =>
        new(_action, token, button, _page.PasswordMember is null ? null : new PasswordField(_texts.PasswordLabel, faults));

    private Task WriteAsync(PageMood mood, string title, string text, int status, string? note = null, PageForm? form = null) =>
        PageWriter.WriteAsync(_http, new PageContent(_texts.Language, _texts.Direction, _app.Name, mood, title, text, note, form), status);
}
