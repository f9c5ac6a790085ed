using System.Net;
using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>Proving an address, and asking for the mail again.</summary>
public sealed class VerifyEmailTests
{
    [Test]
    public async Task A_token_works_once()
    {
        using var api = (await Hosts.Usual).Client();
        var (person, token) = await api.SignUpAsync();

        var first = await api.VerifyAsync(token);
        var second = await api.VerifyAsync(token);

        Assert.That(first.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((second.Status, second.Code), Is.EqualTo((HttpStatusCode.BadRequest, "token.invalid")));
        Assert.That((await api.LogInAsync(person)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Of_ten_uses_at_once_one_succeeds()
    {
        using var api = (await Hosts.Usual).Client();
        var (_, token) = await api.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => api.VerifyAsync(token)));

        Assert.That(answers.Count(static answer => answer.Status is HttpStatusCode.NoContent), Is.EqualTo(1));
        Assert.That(answers.Where(static answer => answer.Status is not HttpStatusCode.NoContent).Select(static answer => answer.Code), Is.All.EqualTo("token.invalid"));
    }

    [TestCase("nonsense")]
    [TestCase("rYg3n0bC0lqZ8m0Jw2h5V1uQy7xTtK4sPzD6eFaGiHo")]
    public async Task Refuses_what_was_never_mailed(string token)
    {
        using var api = (await Hosts.Usual).Client();

        Assert.That((await api.VerifyAsync(token)).Code, Is.EqualTo("token.invalid"));
    }

    [Test]
    public async Task Refuses_a_token_that_came_too_late()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (_, token) = await api.SignUpAsync();

        clock.Advance(TimeSpan.FromSeconds(86_400));

        Assert.That((await api.VerifyAsync(token)).Code, Is.EqualTo("token.invalid"));
    }

    [Test]
    public async Task Sends_another_token_which_makes_the_first_worthless()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (person, first) = await api.SignUpAsync();
        await api.ResendVerificationAsync(person.Email);
        await host.OutboxIdleAsync();
        Assert.That(await host.MailToAsync(person.Email), Has.Count.EqualTo(1), "one a minute");
        clock.Advance(TimeSpan.FromMinutes(1));

        var answer = await api.ResendVerificationAsync(person.Email.ToUpperInvariant());
        await host.OutboxIdleAsync();
        var mails = await host.MailToAsync(person.Email);

        Assert.That((answer.Status, answer.Body), Is.EqualTo((HttpStatusCode.Accepted, "")));
        Assert.That(mails, Has.Count.EqualTo(2));
        Assert.That((await api.VerifyAsync(first)).Code, Is.EqualTo("token.invalid"));
        Assert.That((await api.VerifyAsync(EmlReader.TokenIn(mails[1].Text))).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Asking_again_answers_the_same_for_the_same_work_whoever_is_asked_for()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (pending, _) = await api.SignUpAsync();
        var verified = await api.SignUpVerifiedAsync();
        var stranger = ApiClient.NewEmail();

        var answers = new[] { await api.ResendVerificationAsync(pending.Email), await api.ResendVerificationAsync(verified.Email), await api.ResendVerificationAsync(stranger) };
        await host.OutboxIdleAsync();

        Assert.That(answers.Select(static answer => (answer.Status, answer.Body, Statements.Of(answer).Count)).Distinct(), Has.Exactly(1).Items);
        Assert.That(await host.MailToAsync(stranger), Is.Empty);
        Assert.That(await host.MailToAsync(verified.Email), Has.Count.EqualTo(1));
    }
}
