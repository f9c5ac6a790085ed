using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>Changing one's own record by a merge patch (RFC 7396).</summary>
public sealed class UpdateMeTests
{
    [TestCase("application/json")]
    [TestCase("application/merge-patch+json")]
    [TestCase("application/merge-patch+json; charset=utf-8")]
    public async Task Takes_both_media_types(string mediaType)
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.PatchMeAsync("""{"fullName":" Zoe\u0301 Example "}""", ("Content-Type", mediaType));

        Assert.That((answer.Status, answer.Text("fullName")), Is.EqualTo((HttpStatusCode.OK, "Zoé Example")));
    }

    [Test]
    public async Task What_is_absent_stays_and_changes_no_version()
    {
        using var api = (await Hosts.Usual).Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var before = await api.GetMeAsync();

        var answer = await api.PatchMeAsync("{}");

        Assert.That((answer.Text("fullName"), answer.ETag), Is.EqualTo((person.FullName, before.ETag)));
    }

    [TestCase("""{"fullName":null}""", "fullName", "required")]
    [TestCase("""{"fullName":""}""", "fullName", "required")]
    [TestCase("""{"fullName":"a\u0007b"}""", "fullName", "name.malformed")]
    [TestCase("""{"fullName":7}""", "fullName", "type")]
    [TestCase("""{"fullName":{}}""", "fullName", "type")]
    [TestCase("""{"fullname":"Bea"}""", "fullname", "unknown")]
    [TestCase("""{"email":"bea@example.org"}""", "email", "unknown")]
    [TestCase("""{"condition":{"match":null}}""", "condition", "unknown")]
    [TestCase("""{"fullName":"a","fullName":"b"}""", "fullName", "duplicate")]
    public async Task Refuses_what_it_cannot_take(string patch, string path, string code)
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.PatchMeAsync(patch);

        Assert.That((answer.Status, answer.Faults(path)), Is.EqualTo((HttpStatusCode.BadRequest, code)), answer.Body);
    }

    [TestCase("{0}", true)]
    [TestCase("*", true)]
    [TestCase("\"v99\", {0}", true)]
    [TestCase("\"v99\"", false)]
    [TestCase("W/{0}", false)]
    [TestCase("\"something else\"", false)]
    [TestCase("no tag at all", false)]
    public async Task Changes_only_the_versions_that_are_named(string ifMatch, bool changes)
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var tag = (await api.GetMeAsync()).ETag!;

        var answer = await api.PatchMeAsync("""{"fullName":"Bea"}""", ("If-Match", ifMatch.Replace("{0}", tag, StringComparison.Ordinal)));

        Assert.That(answer.Status, Is.EqualTo(changes ? HttpStatusCode.OK : HttpStatusCode.PreconditionFailed), answer.Body);
        Assert.That((await api.GetMeAsync()).Text("fullName") == "Bea", Is.EqualTo(changes));
    }

    [TestCase("{0}", false)]
    [TestCase("W/{0}", false)]
    [TestCase("*", false)]
    [TestCase("\"v99\"", true)]
    [TestCase("no tag at all", true)]
    public async Task Changes_no_version_that_is_excluded(string ifNoneMatch, bool changes)
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var tag = (await api.GetMeAsync()).ETag!;

        var answer = await api.PatchMeAsync("""{"fullName":"Bea"}""", ("If-None-Match", ifNoneMatch.Replace("{0}", tag, StringComparison.Ordinal)));

        Assert.That(answer.Status, Is.EqualTo(changes ? HttpStatusCode.OK : HttpStatusCode.PreconditionFailed), answer.Body);
        Assert.That((await api.GetMeAsync()).Text("fullName") == "Bea", Is.EqualTo(changes));
    }

    [TestCase("*")]
    [TestCase("\"v1\"")]
    public async Task A_condition_on_somebody_who_is_gone_does_not_hold(string ifMatch)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        await host.QueryAsync<object>("update users set deleted_at = now(), status = 'suspended' where id = $1", tokens.UserId);

        var answer = await api.PatchMeAsync("""{"fullName":"Bea"}""", ("If-Match", ifMatch));

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.PreconditionFailed, "concurrency.stale")));
    }

    [Test]
    public async Task Of_two_who_saw_the_same_version_the_second_is_told()
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var tag = (await api.GetMeAsync()).ETag!;
        await api.PatchMeAsync("""{"fullName":"Bea"}""", ("If-Match", tag));

        var late = await api.PatchMeAsync("""{"fullName":"Cid"}""", ("If-Match", tag));

        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.PreconditionFailed, "concurrency.stale")));
    }

    [Test]
    public async Task Without_a_condition_twenty_at_once_all_get_through_or_are_told_to_try_again()
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => api.PatchMeAsync($$"""{"fullName":"Ann {{number}}"}""")));

        Assert.That(answers.Select(static answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.Conflict));
        Assert.That(answers.Select(static answer => answer.Status), Does.Contain(HttpStatusCode.OK));
    }

    [Test]
    public async Task Gives_up_when_every_race_is_lost()
    {
        using var preparing = (await LostRaces.PreparingAsync()).Client();
        await preparing.SignUpVerifiedAndLoggedInAsync();
        using var api = (await LostRaces.Host).Client();
        api.AccessToken = preparing.AccessToken;

        foreach (var answer in new[] { await api.PatchMeAsync("""{"fullName":"Bea"}"""), await api.PostAsync("/api/v1/users/me/terms", new { version = "v1.0" }) })
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Conflict, "concurrency.conflict")));
        }
    }
}
