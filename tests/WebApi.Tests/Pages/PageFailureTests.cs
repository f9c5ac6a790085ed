using System.Net;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NSubstitute;
using NUnit.Framework;
using UserSystem.Application.Accounts;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Pages;

/// <summary>What a page says when the service cannot do what its button asks.</summary>
public sealed class PageFailureTests
{
    private static Task<ApiHost> Failing => Hosts.OnceAsync(static plan => plan.Adjust = static services => services.AddScoped(static _ => Sender()));

    [TestCase("outage", HttpStatusCode.ServiceUnavailable, "5")]
    [TestCase("busy", HttpStatusCode.ServiceUnavailable, "1")]
    [TestCase("race", HttpStatusCode.Conflict, null)]
    [TestCase("bug", HttpStatusCode.InternalServerError, null)]
    public async Task Offers_the_button_again_and_tells_no_detail(string token, HttpStatusCode status, string? retryAfter)
    {
        using var api = (await Failing).Client();

        var page = await api.PressAsync(token);

        Assert.That((page.Status, page.ContentType?.MediaType), Is.EqualTo((status, "text/html")));
        Assert.That(page.Headers.RetryAfter?.ToString(), Is.EqualTo(retryAfter));
        Assert.That(page.Read(), Does.Contain("That did not work just now").And.Contain($"value=\"{token}\"").And.Not.Contain("detail"));
    }

    [Test]
    public async Task Asks_for_the_password_too_when_it_offers_the_button_again()
    {
        using var api = (await Failing).Client();

        var page = await api.PressAsync("busy", path: "/reset-password", password: "a secret that was typed");

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(page.Read(), Does.Contain("That did not work just now").And.Contain("type=\"password\"").And.Not.Contain("typed"));
    }

    [Test]
    public async Task A_fault_that_is_not_translated_is_told_in_its_own_words_and_one_of_the_link_is_not()
    {
        using var api = (await Failing).Client();

        var page = await api.PressAsync("new rule", "ar", "/reset-password", "a");

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page.Body, Does.Contain("<li dir=\"auto\">Not on a &lt;Sunday&gt;.</li>").And.Not.Contain("Of the token"));
    }

    [TestCase("/restore", "late")]
    [TestCase("/reset-password", "token only")]
    public async Task What_will_never_work_offers_no_button(string path, string token)
    {
        using var api = (await Failing).Client();

        var page = await api.PressAsync(token, path: path);

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page.Read(), Does.Contain("This link does not work any more").And.Not.Contain("<form"));
    }

    [Test]
    public async Task Asks_for_patience_while_the_service_starts()
    {
        var host = await Hosts.OnceAsync(static plan =>
            (plan.ConnectionString, plan.BecomesReady) = ("Host=127.0.0.1;Port=9;Username=nobody;Timeout=1", false));
        using var api = host.Client();

        var page = await api.PressAsync("a", "ar");

        Assert.That((page.Status, page.Headers.RetryAfter?.ToString()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "2")));
        Assert.That(page.Read(), Does.Contain("تعذّر ذلك الآن"));
        Assert.That((await api.OpenAsync("?token=a")).Status, Is.EqualTo(HttpStatusCode.OK), "Asking needs no database.");
    }

    private static ISender Sender()
    {
        var sender = Substitute.For<ISender>();
        sender.Send(Arg.Any<IRequest<Result>>(), Arg.Any<CancellationToken>()).Returns<Result>(static call => call.Arg<IRequest<Result>>() switch
        {
            VerifyEmail { Token: "outage" } => throw new NpgsqlException("detail"),
            VerifyEmail { Token: "busy" } => CommonErrors.Busy,
            VerifyEmail { Token: "race" } => CommonErrors.LostRace,
            ResetPassword { Token: "busy" } => CommonErrors.Busy,
            ResetPassword { Token: "new rule" } => new ValidationError(
                [new Fault("token", "new", "Of the token."), new Fault("newPassword", "password.new_rule", "Not on a <Sunday>.")]),
            ResetPassword { Token: "token only" } => ValidationError.Of("token", "new", "Of the token."),
            RestoreMe { Token: "late" } => UserErrors.RestoreTooLate,
            _ => throw new InvalidOperationException("detail"),
        });
        return sender;
    }
}
