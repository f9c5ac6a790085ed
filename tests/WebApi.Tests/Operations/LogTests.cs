using System.Globalization;
using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Operations;

/// <summary>What the logs tell, and what they keep to themselves.</summary>
public sealed class LogTests
{
    [Test]
    public async Task A_whole_flow_leaves_no_address_token_or_password_in_the_log_and_every_request_can_be_traced()
    {
        CapturedLog log = null!;
        await using var host = await ApiHost.StartAsync(plan => log = CapturedLog.Configure(plan, nameof(LogTests)));
        using var api = host.Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var refreshed = Tokens.Read(await api.RefreshAsync(tokens.RefreshToken));
        await api.LogInAsync(person.Email, "a secret that is wrong");
        await api.RegisterAsync(person.Email);
        await api.VerifyAsync("a token that is wrong");
        await api.PatchMeAsync("""{"fullName":"Zoroaster Unmistakable"}""");
        await api.GetAsync($"/api/v1/users/me?email={person.Email}");
        await api.GetAsync($"/nothing/{person.Email}");
        await api.PatchMeAsync("no JSON");
        await api.LogOutAsync(refreshed.RefreshToken);
        var mailed = EmlReader.TokenIn((await host.MailToAsync(person.Email))[0].Text);

        var text = log.Text;
        foreach (var secret in new[]
        {
            person.Email, person.Email[..person.Email.IndexOf('@', StringComparison.Ordinal)], person.Password, tokens.AccessToken, tokens.RefreshToken,
            refreshed.AccessToken, refreshed.RefreshToken, mailed, "a secret that is wrong", "a token that is wrong", "Zoroaster",
        })
        {
            Assert.That(text, Does.Not.Contain(secret).IgnoreCase);
        }

        var requests = log.Events.Where(static logged => logged.MessageTemplate.Text.StartsWith("{Method} {Route} answered", StringComparison.Ordinal)).ToList();
        Assert.That(requests, Has.Count.GreaterThanOrEqualTo(11));
        Assert.That(requests.Select(static logged => logged.TraceId), Has.None.Null);
        Assert.That(
            requests.Select(static logged => logged.RenderMessage(CultureInfo.InvariantCulture)),
            Has.Exactly(1).StartsWith("\"PATCH\" \"/api/v1/users/me\" answered 400"), "what threw on its way is told by its route as well");
    }
}
