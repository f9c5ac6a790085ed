using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>Seeing people, for those who look after them.</summary>
public sealed class ListUsersTests
{
    private const string Users = "/api/v1/users";

    [Test]
    public async Task Shows_people_newest_first_in_pages_that_join()
    {
        using var api = (await Hosts.Usual).Client();
        var name = $"Zoe {System.Security.Cryptography.RandomNumberGenerator.GetHexString(12)}";
        var emails = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            emails.Insert(0, ApiClient.NewEmail());
            await api.RegisterAsync(emails[0], fullName: name);
        }

        await api.SignUpStaffAsync("support");
        var first = await api.GetAsync($"{Users}?search={Uri.EscapeDataString(name)}&limit=2");
        var second = await api.GetAsync($"{Users}?search={Uri.EscapeDataString(name)}&limit=2&cursor={first.Text("nextCursor")}");

        Assert.That(first.Status, Is.EqualTo(HttpStatusCode.OK), first.Body);
        Assert.That(EmailsIn(first).Concat(EmailsIn(second)), Is.EqualTo(emails));
        Assert.That(second.Json.GetProperty("nextCursor").GetString(), Is.Null);
    }

    [Test]
    public async Task Costs_one_statement_besides_the_permission_that_is_remembered()
    {
        // A service of its own: elsewhere others change roles, and then permissions are asked for again.
        Statements.Listen();
        await using var host = await ApiHost.StartAsync();
        using var api = host.Client();
        await api.SignUpStaffAsync("support");
        await Assert.ThatAsync(async () => (await api.GetAsync($"{Users}?limit=1")).Status, Is.EqualTo(HttpStatusCode.OK));

        var answer = await api.GetAsync($"{Users}?limit=1");

        Assert.That(Statements.Of(answer), Has.Count.EqualTo(1), string.Join('\n', Statements.Of(answer)));
    }

    [Test]
    public async Task Is_for_those_who_may_see_people()
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var refused = await api.GetAsync(Users);

        Assert.That((refused.Status, refused.Code, refused.Text("missingPermission")), Is.EqualTo((HttpStatusCode.Forbidden, "access.denied", "users:read")));
    }

    [Test]
    public async Task A_role_that_is_taken_away_is_gone_at_once()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (_, tokens) = await api.SignUpStaffAsync("support");
        var before = await api.GetAsync($"{Users}?limit=1");

        await host.QueryAsync<object>("delete from user_roles where user_id = $1", tokens.UserId);

        Assert.That(before.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(async () => (await api.GetAsync($"{Users}?limit=1")).Status, Is.EqualTo(HttpStatusCode.Forbidden).After(1000, 10));
    }

    [Test]
    public async Task A_cursor_belongs_to_its_list_and_cannot_be_made_up()
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpStaffAsync("support");
        await api.SignUpVerifiedAsync();
        var cursor = (await api.GetAsync($"{Users}?limit=1")).Text("nextCursor");

        foreach (var query in new[] { $"status=active&cursor={cursor}", $"cursor={cursor[..^1]}", "cursor=AQ" })
        {
            var answer = await api.GetAsync($"{Users}?{query}");
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "cursor.invalid")), query);
        }

        Assert.That((await api.GetAsync($"{Users}?limit=2&cursor={cursor}")).Status, Is.EqualTo(HttpStatusCode.OK), "another limit is the same list");
    }

    [TestCase("limit=0", "limit", "limit.out_of_range")]
    [TestCase("limit=201", "limit", "limit.out_of_range")]
    [TestCase("limit=many", "limit", "type")]
    [TestCase("limit=1&limit=2", "limit", "duplicate")]
    [TestCase("status=asleep", "status", "type")]
    [TestCase("status=", "status", "type")]
    [TestCase("email=nobody", "email", "email.malformed")]
    [TestCase("createdFrom=yesterday", "createdFrom", "type")]
    [TestCase("createdFrom=2020-01-01", "createdFrom", "type")]
    [TestCase("createdFrom=2020-01-01T00:00:00", "createdFrom", "type")]
    [TestCase("includeDeleted=1", "includeDeleted", "type")]
    [TestCase("search=%00", "search", "text.malformed")]
    [TestCase("colour=green", "colour", "unknown")]
    public async Task What_is_wrong_with_the_query_is_told_at_its_name(string query, string path, string code)
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpStaffAsync("support");

        var answer = await api.GetAsync($"{Users}?{query}");

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "validation.failed")), answer.Body);
        Assert.That(answer.Faults(path), Is.EqualTo(code));
    }

    [Test]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpStaffAsync("support");

        var answer = await api.GetAsync($"{Users}?limit=x&status=y");

        Assert.That((answer.Faults("limit"), answer.Faults("status")), Is.EqualTo(("type", "type")));
    }

    private static IEnumerable<string?> EmailsIn(ApiAnswer page) =>
        page.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("email").GetString());
}
