using MediatR;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Http;
using UserSystem.WebApi.Pages.Texts;

namespace UserSystem.WebApi.Pages;

/// <summary>
/// The page behind one kind of link in a mail. Looking at it changes nothing, since programs that check mail follow its links; only
/// the button sends the command.
/// </summary>
/// <param name="Path">The page, without a leading slash; links in mail name the same.</param>
/// <param name="Words">Its words in a language.</param>
/// <param name="Command">What the button does with what the form hands in.</param>
/// <param name="PasswordMember">The member of the command that takes a typed password, as faults name it; null where none is asked for.</param>
internal sealed record LinkPage(
    string Path, Func<IPageTexts, LinkPageTexts> Words, Func<LinkFields, IRequest<Result>> Command, string? PasswordMember = null)
{
    /// <summary>Shows the question.</summary>
    public Task ShowAsync(HttpContext http)
    {
        var answers = new LinkPageAnswers(http, this);
        return LinkForm.TokenIn(http.Request.Query[LinkForm.TokenField]) is { } token ? answers.AskAsync(token) : answers.IncompleteAsync();
    }

    /// <summary>Does what the button says and tells what came of it, as a page whatever happens: a person reads it.</summary>
    public async Task SubmitAsync(HttpContext http)
    {
        var answers = new LinkPageAnswers(http, this);
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

        await GuardAsync(http, answers, fields.Token, async sender =>
            await answers.TellAsync(fields.Token, (await sender.Send(Command(fields), http.RequestAborted)).Error));
    }

    /// <summary>Does something with commands, and tells as a page where the service cannot, or fails.</summary>
    public async Task GuardAsync(HttpContext http, LinkPageAnswers answers, string token, Func<ISender, Task> act)
    {
        try
        {
            await (http.RequestServices.GetRequiredService<ServiceState>().IsReady
                ? act(http.RequestServices.GetRequiredService<ISender>())
                : answers.TellAsync(token, HttpErrors.NotReady));
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            await TellFailureAsync(http, answers, token, failure);
        }
    }

    /// <summary>Tells that the network of whoever asks has asked too often; the button, where its secret is known, is offered again.</summary>
    public async Task TooManyAsync(HttpContext http, Error error)
    {
        var token = HttpMethods.IsPost(http.Request.Method) ? await TokenOfFormAsync(http) : LinkForm.TokenIn(http.Request.Query[LinkForm.TokenField]);
        await new LinkPageAnswers(http, this).TryAgainAsync(token, error, Problems.StatusOf(error));
    }

    private static async Task<string?> TokenOfFormAsync(HttpContext http)
    {
        try
        {
            return (await LinkForm.ReadAsync(http.Request, http.RequestAborted))?.Token;
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    private Task TellFailureAsync(HttpContext http, LinkPageAnswers answers, string token, Exception failure)
    {
        var services = http.RequestServices;
        var logger = services.GetRequiredService<ILogger<LinkPage>>();
        if (services.GetRequiredService<IInfrastructureFaults>().IsOutage(failure))
        {
            logger.DatabaseAway(failure.GetType().Name);
            return answers.TryAgainAsync(token, HttpErrors.DatabaseUnavailable, StatusCodes.Status503ServiceUnavailable);
        }

        logger.Bug(failure, Path);
        return answers.TryAgainAsync(token, HttpErrors.Internal, StatusCodes.Status500InternalServerError);
    }
}
