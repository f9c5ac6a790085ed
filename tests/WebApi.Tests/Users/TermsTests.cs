using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>Agreeing to terms, and what was agreed to.</summary>
public sealed class TermsTests
{
    [Test]
    public async Task Signing_up_is_the_first_agreement()
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var terms = await api.GetAsync("/api/v1/users/me/terms");

        Assert.That(terms.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(terms.Json.GetProperty("items").EnumerateArray().Single().GetProperty("version").GetString(), Is.EqualTo("v1.0"));
    }

    [Test]
    public async Task New_terms_show_as_outdated_until_they_are_accepted()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        Person person;
        await using (var before = await ApiHost.StartAsync(plan => plan.ConnectionString = database.ConnectionString))
        {
            using var old = before.Client();
            person = await old.SignUpVerifiedAsync();
        }

        await using var host = await ApiHost.StartAsync(plan =>
        {
            plan.ConnectionString = database.ConnectionString;
            plan.Settings["Users__CurrentTermsVersion"] = "v2.0";
        });
        using var api = host.Client();
        api.AccessToken = Tokens.Read(await api.LogInAsync(person)).AccessToken;
        var outdated = await api.GetMeAsync();

        var accepted = await api.PostAsync("/api/v1/users/me/terms", new { version = "v2.0" });
        var me = await api.GetMeAsync();

        Assert.That(outdated.Json.GetProperty("termsOutdated").GetBoolean(), Is.True);
        Assert.That((accepted.Status, accepted.Text("version")), Is.EqualTo((HttpStatusCode.OK, "v2.0")));
        Assert.That(me.Json.GetProperty("termsOutdated").GetBoolean(), Is.False);
        Assert.That(
            string.Join(' ', (await api.GetAsync("/api/v1/users/me/terms")).Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("version").GetString())),
            Is.EqualTo("v2.0 v1.0"));
    }

    [TestCase("""{"version":"v0.1"}""", "terms.not_current")]
    [TestCase("""{"version":"one"}""", "terms.malformed,terms.not_current")]
    [TestCase("{}", "required")]
    public async Task Other_terms_than_those_in_force_cannot_be_accepted(string body, string codes)
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.PostAsync("/api/v1/users/me/terms", body);

        Assert.That((answer.Status, answer.Faults("version")), Is.EqualTo((HttpStatusCode.BadRequest, codes)));
    }
}
