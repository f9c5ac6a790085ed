using System.Globalization;
using Microsoft.Extensions.Options;
using UserSystem.Application.Ports;
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
    private readonly LinkPageTexts _words;
    private readonly string _action;

    public LinkPageAnswers(HttpContext http, LinkPage page)
    {
        _http = http;
        _app = http.RequestServices.GetRequiredService<IOptions<AppOptions>>().Value;
        _texts = PageLanguages.For(http.RequestServices.GetRequiredService<ICaller>().Language);
        _words = page.Words(_texts);

        // A path in front of the service, taken away by a proxy, is known from its public address only.
        _action = $"{new Uri(_app.PublicUrl!).AbsolutePath.TrimEnd('/')}/{page.Path}";
    }

    /// <summary>The question, with the button.</summary>
    public Task AskAsync(string token) => WriteAsync(
        PageMood.Question, _words.Title, _words.Text, StatusCodes.Status200OK, _words.Note, new PageForm(_action, token, _words.Button));

    /// <summary>It worked.</summary>
    public Task DoneAsync() => WriteAsync(PageMood.Done, _words.DoneTitle, _words.DoneText, StatusCodes.Status200OK);

    /// <summary>The link is worth nothing any more; which way is not told, nor known.</summary>
    public Task SpentAsync() => WriteAsync(PageMood.Failed, _texts.SpentTitle, _words.SpentText, StatusCodes.Status400BadRequest);

    /// <summary>A part of the link, or of the form, is missing.</summary>
    public Task IncompleteAsync(int status = StatusCodes.Status400BadRequest) =>
        WriteAsync(PageMood.Failed, _texts.IncompleteTitle, _texts.IncompleteText, status);

    /// <summary>It may work in a moment: the button is offered again.</summary>
    public Task TryAgainAsync(string token, Error error, int status)
    {
        if (error.RetryAfter is { } wait)
        {
            _http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(
            PageMood.Failed, _texts.TryAgainTitle, _texts.TryAgainText, status, form: new PageForm(_action, token, _texts.TryAgainButton));
    }

    /// <summary>What came of a command; null is success.</summary>
    public Task TellAsync(string token, Error? error) => error switch
    {
        null => DoneAsync(),
        { Kind: ErrorKind.Invalid or ErrorKind.NotFound } => SpentAsync(),
        _ => TryAgainAsync(token, error, Problems.StatusOf(error)),
    };

    private Task WriteAsync(PageMood mood, string title, string text, int status, string? note = null, PageForm? form = null) =>
        PageWriter.WriteAsync(_http, new PageContent(_texts.Language, _texts.Direction, _app.Name, mood, title, text, note, form), status);
}
