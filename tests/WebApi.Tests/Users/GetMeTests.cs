using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>Seeing one's own record.</summary>
public sealed class GetMeTests
{
    [Test]
    public async Task Shows_the_person_whose_token_is_sent()
    {
        using var api = (await Hosts.Usual).Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();

        var me = await api.GetMeAsync();

        Assert.That(me.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(me.Json.GetProperty("id").GetGuid(), Is.EqualTo(tokens.UserId));
        Assert.That((me.Text("email"), me.Text("fullName"), me.Text("status")), Is.EqualTo((person.Email, person.FullName, "active")));
        Assert.That(me.Json.GetProperty("emailVerified").GetBoolean(), Is.True);
        Assert.That(me.Json.GetProperty("termsOutdated").GetBoolean(), Is.False);
    }

    [Test]
    public async Task Costs_one_statement()
    {
        Statements.Listen();
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var me = await api.GetMeAsync();

        Assert.That(Statements.Of(me), Has.Count.EqualTo(1), string.Join('\n', Statements.Of(me)));
    }

    [Test]
    public async Task Is_not_sent_to_who_has_it_already()
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var tag = (await api.GetMeAsync()).ETag!;

        foreach (var known in new[] { tag, $"W/{tag}", $"\"other\", {tag}", "*" })
        {
            var answer = await api.GetMeAsync(("If-None-Match", known));
            Assert.That((answer.Status, answer.Body, answer.ETag), Is.EqualTo((HttpStatusCode.NotModified, "", tag)), known);
        }

        Assert.That((await api.GetMeAsync(("If-None-Match", "\"other\""))).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.GetMeAsync(("If-None-Match", "not a tag"))).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_tag_changes_with_every_change_that_shows()
    {
        using var api = (await Hosts.Usual).Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var first = (await api.GetMeAsync()).ETag;

        var renamed = (await api.PatchMeAsync("""{"fullName":"Bea Example"}""")).ETag;
        await api.LogInAsync(person);
        var loggedIn = (await api.GetMeAsync()).ETag;

        Assert.That(new[] { first, renamed, loggedIn }, Is.Unique);
    }

    [Test]
    public async Task Somebody_who_was_deleted_is_not_found()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        await host.QueryAsync<object>("update users set deleted_at = now(), status = 'suspended' where id = $1", tokens.UserId);

        foreach (var answer in new[] { await api.GetMeAsync(), await api.PatchMeAsync("""{"fullName":"Bea"}"""), await api.PostAsync("/api/v1/users/me/terms", new { version = "v1.0" }) })
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.NotFound, "user.not_found")));
        }
    }
}
