using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>Logging out.</summary>
public sealed class LogOutTests
{
    [Test]
    public async Task Ends_the_session_of_the_access_token_at_once()
    {
        using var api = (await Hosts.Usual).Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.LogOutAsync();

        Assert.That((answer.Status, answer.Body), Is.EqualTo((HttpStatusCode.NoContent, "")));
        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await api.RefreshAsync(tokens.RefreshToken)).Code, Is.EqualTo("auth.session_ended"));
    }

    [Test]
    public async Task Ends_the_session_of_the_refresh_token_when_that_is_all_there_is()
    {
        using var api = (await Hosts.Usual).Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        api.AccessToken = null;

        Assert.That((await api.LogOutAsync(tokens.RefreshToken)).Status, Is.EqualTo(HttpStatusCode.NoContent));

        api.AccessToken = tokens.AccessToken;
        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
    }

    [Test]
    public async Task Leaves_other_sessions_alone()
    {
        using var api = (await Hosts.Usual).Client();
        var (person, first) = await api.SignUpVerifiedAndLoggedInAsync();
        api.AccessToken = Tokens.Read(await api.LogInAsync(person)).AccessToken;
        await api.LogOutAsync();

        api.AccessToken = first.AccessToken;
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Succeeds_for_nobody_with_nothing_and_with_tokens_that_are_none()
    {
        using var api = (await Hosts.Usual).Client();

        Assert.That((await api.LogOutAsync()).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await api.LogOutAsync("nonsense")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        api.AccessToken = "nonsense";
        Assert.That((await api.LogOutAsync()).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }
}
