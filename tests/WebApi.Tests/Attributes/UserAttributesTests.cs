using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Attributes;

/// <summary>What is done with other people's attributes.</summary>
public sealed class UserAttributesTests
{
    private static readonly string[] BuiltIn = ["invited_by_user_id", "onboarding_milestones", "profile_flags", "custom.*"];

    [Test]
    public async Task Staff_sets_what_only_staff_sees()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        using var person = host.Client();
        var actor = (await staff.SignUpStaffAsync("admin")).Tokens.UserId;
        var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;

        var made = await staff.PutAttributeAsync("profile_flags", """["vip","beta","vip"]""", id);
        Assert.That((made.Status, made.Json.GetProperty("value").GetRawText(), made.Text("updatedByUserId")),
            Is.EqualTo((HttpStatusCode.Created, """["beta","vip"]""", actor.ToString())), made.Body);
        Assert.That((await staff.PutAttributeAsync("profile_flags", """["vip"]""", id)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await staff.MergeAttributeAsync("onboarding_milestones", """{"seen":"2026-03-01T09:30:00Z"}""", id)).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await staff.PatchAttributesAsync("""{"custom.note":"x"}""", id)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await staff.GetAttributesAsync("", id)).Json.GetProperty("items").GetArrayLength(), Is.EqualTo(3));

        Assert.That((await person.GetAttributeAsync("profile_flags")).Code, Is.EqualTo("attribute.not_set"), "not told that there is one");
        Assert.That((await person.GetAttributesAsync()).Body, Does.Not.Contain("vip"));
        Assert.That((await person.GetAsync("/api/v1/users/attributes/profile_flags/history")).Code, Is.EqualTo("attribute.not_set"));
        Assert.That((await person.GetAttributesAsync($"?asOf={DateTimeOffset.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}")).Body, Does.Not.Contain("vip"));
        Assert.That((await staff.DeleteAttributeAsync("profile_flags", id)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await staff.DeleteAttributeAsync("profile_flags", id)).Status, Is.EqualTo(HttpStatusCode.NoContent));

        var audit = await host.QueryAsync<string>(
            "select string_agg(action || ' ' || coalesce(before::text, '-') || ' ' || coalesce(after::text, '-'), '; ' order by at, id) from audit_log where target = $1 and actor = $2",
            $"user:{id}", $"user:{actor}");
        Assert.That(audit, Is.EqualTo(
            """attribute.set {"profile_flags": null} {"profile_flags": ["beta", "vip"]}; attribute.set {"profile_flags": ["beta", "vip"]} {"profile_flags": ["vip"]}; """
            + """attribute.set {"onboarding_milestones": null} {"onboarding_milestones": {"seen": "2026-03-01T09:30:00.000000Z"}}; """
            + """attributes.change {"custom.note": null} {"custom.note": "x"}; attribute.delete {"profile_flags": ["vip"]} {"profile_flags": null}"""));
    }

    [Test]
    public async Task Others_neither_see_nor_set_what_is_not_theirs()
    {
        var host = await Hosts.Usual;
        using var other = host.Client();
        using var person = host.Client();
        var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        await other.SignUpVerifiedAndLoggedInAsync();
        await person.PutAttributeAsync("custom.team", "\"blue\"");

        Assert.That((await other.GetAttributeAsync("custom.team", id)).Code, Is.EqualTo("attribute.not_set"));
        Assert.That((await other.GetAttributesAsync("", id)).Json.GetProperty("items").GetArrayLength(), Is.Zero);
        foreach (var answer in new[]
                 {
                     await other.PutAttributeAsync("custom.team", "1", id), await other.DeleteAttributeAsync("custom.team", id),
                     await other.PatchAttributesAsync("""{"custom.team":1}""", id), await other.MergeAttributeAsync("custom.team", "1", id),
                     await other.GetAsync("/api/v1/attribute-keys/custom.team/users?value=blue"),
                 })
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Forbidden, "access.denied")));
        }

        Assert.That((await other.GetAttributeAsync("custom.team", Guid.NewGuid())).Code, Is.EqualTo("user.not_found"));
        Assert.That((await other.GetAttributesAsync("", Guid.NewGuid())).Code, Is.EqualTo("user.not_found"));
        Assert.That((await person.GetAttributeAsync("custom.team")).Text("value"), Is.EqualTo("blue"));
    }

    [Test]
    public async Task Nobody_sets_anything_of_whoever_may_do_more_or_is_gone()
    {
        var host = await Hosts.Usual;
        using var admin = host.Client();
        using var helper = host.Client();
        using var person = host.Client();
        var above = (await admin.SignUpStaffAsync("admin")).Tokens.UserId;
        var gone = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        await host.QueryAsync<object>("insert into roles (name) values ('tagger') on conflict do nothing");
        await host.QueryAsync<object>(
            "insert into role_permissions (role_id, permission_id) select r.id, p.id from roles r, permissions p where r.name = 'tagger' and p.name = 'attributes:write' on conflict do nothing");
        await helper.SignUpStaffAsync("tagger");
        foreach (var answer in new[]
                 {
                     await helper.PutAttributeAsync("custom.a", "1", above), await helper.PatchAttributesAsync("""{"custom.a":1}""", above),
                     await helper.MergeAttributeAsync("custom.a", "{}", above), await helper.DeleteAttributeAsync("custom.a", above),
                 })
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Forbidden, "access.target_outranks_caller")));
        }

        await admin.DeleteUserAsync(gone);
        foreach (var answer in new[]
                 {
                     await admin.PutAttributeAsync("custom.a", "1", gone), await admin.PatchAttributesAsync("""{"custom.a":1}""", gone),
                     await helper.GetAttributeAsync("custom.a", gone), await helper.GetAttributesAsync("", gone),
                     await admin.GetAttributesAsync("", Guid.NewGuid()), await admin.GetAsync($"/api/v1/users/{Guid.NewGuid()}/attributes/profile_flags/history"),
                 })
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.NotFound, "user.not_found")));
        }
    }

    [Test]
    public async Task A_history_tells_each_change_and_how_things_stood()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        using var person = host.Client();
        var actor = (await staff.SignUpStaffAsync("admin")).Tokens.UserId;
        var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        var first = await staff.PutAttributeAsync("profile_flags", """["a"]""", id);
        await staff.PutAttributeAsync("profile_flags", """["b"]""", id);
        await staff.PutAttributeAsync("profile_flags", """["b"]""", id);
        await staff.DeleteAttributeAsync("profile_flags", id);
        var last = await staff.PutAttributeAsync("profile_flags", """["c"]""", id);

        var history = await staff.GetAsync($"/api/v1/users/{id}/attributes/profile_flags/history?limit=3");
        Assert.That(Changes(history), Is.EqualTo("""null->["c"] ["b"]->null ["a"]->["b"]"""), history.Body);
        var rest = await staff.GetAsync($"/api/v1/users/{id}/attributes/profile_flags/history?limit=3&cursor={history.Text("nextCursor")}");
        Assert.That(Changes(rest), Is.EqualTo("""null->["a"]"""), "what changes nothing is no change");
        Assert.That(rest.Json.GetProperty("items")[0].GetProperty("changedByUserId").GetGuid(), Is.EqualTo(actor));
        Assert.That((await staff.GetAsync($"/api/v1/users/{id}/attributes/onboarding_milestones/history?cursor={history.Text("nextCursor")}")).Code, Is.EqualTo("cursor.invalid"));

        Assert.That(await AsOfAsync(first.Text("updatedAt")), Is.EqualTo("""["a"]"""));
        Assert.That(await AsOfAsync(rest.Json.GetProperty("items")[0].GetProperty("changedAt").GetString()!), Is.EqualTo("""["a"]"""));
        Assert.That(await AsOfAsync(history.Json.GetProperty("items")[1].GetProperty("changedAt").GetString()!), Is.EqualTo("none"), "taken away");
        Assert.That(await AsOfAsync(last.Text("updatedAt")), Is.EqualTo("""["c"]"""));
        Assert.That(await AsOfAsync("2020-01-01T00:00:00Z"), Is.EqualTo("none"));
        Assert.That((await staff.GetAsync($"/api/v1/users/{id}/attributes/custom.a/history")).Code, Is.EqualTo("attribute.no_history"));
        Assert.That((await staff.GetAsync($"/api/v1/users/{id}/attributes/unheard_of/history")).Code, Is.EqualTo("attribute.unknown_key"));
        Assert.That((await person.GetAsync("/api/v1/users/attributes/onboarding_milestones/history")).Json.GetProperty("items").GetArrayLength(), Is.Zero);

        async Task<string> AsOfAsync(string instant)
        {
            var items = (await staff.GetAttributesAsync($"?asOf={instant}&keys=profile_flags", id)).Json.GetProperty("items");
            return items.GetArrayLength() == 0 ? "none" : items[0].GetProperty("value").GetRawText().Replace(" ", "", StringComparison.Ordinal);
        }
    }

    [Test]
    public async Task People_are_found_by_what_they_have()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        await staff.SignUpStaffAsync("admin");
        var word = $"w{Guid.NewGuid():n}"[..20];
        List<Guid> people = [];
        for (var i = 0; i < 3; i++)
        {
            using var person = host.Client();
            var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
            people.Insert(0, id);
            await person.PutAttributeAsync("custom.team", $"\"{word}\"");
            await staff.PutAttributeAsync("profile_flags", $"""["{word}","x"]""", id);
        }

        var page = await staff.GetAsync($"/api/v1/attribute-keys/custom.team/users?value={word}&limit=2");
        Assert.That(Users(page), Is.EqualTo(people.Take(2)), page.Body);
        var next = await staff.GetAsync($"/api/v1/attribute-keys/custom.team/users?value={word}&limit=2&cursor={page.Text("nextCursor")}");
        Assert.That((Users(next), next.Json.GetProperty("nextCursor").GetString()), Is.EqualTo((people.Skip(2), (string?)null)));
        Assert.That((await staff.GetAsync($"/api/v1/attribute-keys/custom.team/users?value=other&cursor={page.Text("nextCursor")}")).Code, Is.EqualTo("cursor.invalid"));

        var flagged = await staff.GetAsync($"/api/v1/attribute-keys/profile_flags/users?value={word}");
        Assert.That(Users(flagged), Is.EqualTo(people));
        await staff.PutAttributeAsync("custom.team", $$"""["{{word}}",{"a":1,"b":2}]""", people[1]);
        Assert.That(Users(await staff.GetAsync($"/api/v1/attribute-keys/custom.team/users?value={word}")), Is.EqualTo(people), "by value and by element");
        Assert.That(Users(await staff.GetAsync("/api/v1/attribute-keys/custom.team/users?value={\"a\":1}")), Does.Not.Contain(people[1]), "a part of an element is none");
        Assert.That(Users(await staff.GetAsync("/api/v1/attribute-keys/custom.team/users?value={\"b\":2.0,\"a\":1}")), Does.Contain(people[1]));

        await staff.DeleteUserAsync(people[0]);
        Assert.That(Users(await staff.GetAsync($"/api/v1/attribute-keys/custom.team/users?value={word}")), Is.EqualTo(people.Skip(1)));
        Assert.That((await staff.GetAsync("/api/v1/attribute-keys/onboarding_milestones/users?value=1")).Code, Is.EqualTo("attribute.not_searchable"));
        Assert.That((await staff.GetAsync("/api/v1/attribute-keys/unheard_of/users?value=1")).Code, Is.EqualTo("attribute.unknown_key"));
        Assert.That((await staff.GetAsync("/api/v1/attribute-keys/invited_by_user_id/users?value=nobody")).Faults("value"), Is.EqualTo("type"));
        Assert.That((await staff.GetAsync("/api/v1/attribute-keys/custom.team/users")).Faults("value"), Is.EqualTo("required"));
        Assert.That((await staff.GetAsync("/api/v1/attribute-keys/custom.team/users?value=x&limit=0")).Faults("limit"), Is.EqualTo("limit.out_of_range"));
    }

    [Test]
    public async Task The_catalogue_says_what_there_is()
    {
        var host = await Hosts.Usual;
        using var person = host.Client();
        await person.SignUpVerifiedAndLoggedInAsync();
        var all = await person.GetAsync("/api/v1/attribute-keys");
        Assert.That(all.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("key").GetString()),
            Is.SupersetOf(BuiltIn).And.Ordered.Using<string>(static (one, other) => one.EndsWith('*') ? 1 : other.EndsWith('*') ? -1 : string.CompareOrdinal(one, other)), all.Body);
        var flags = (await person.GetAsync("/api/v1/attribute-keys/profile_flags")).Json;
        Assert.That(flags.GetProperty("writers").GetRawText(), Is.EqualTo("""["attributes:write","system"]"""));
        Assert.That((flags.GetProperty("keepsHistory").GetBoolean(), flags.GetProperty("sensitivity").GetString()), Is.EqualTo((true, "personal")));
        Assert.That(flags.GetProperty("schema").GetProperty("items").GetProperty("pattern").GetString(), Does.StartWith("^"));
        Assert.That((await person.GetAsync("/api/v1/attribute-keys/custom.anything")).Text("key"), Is.EqualTo("custom.*"));
        Assert.That((await person.GetAsync("/api/v1/attribute-keys/custom.*")).Text("key"), Is.EqualTo("custom.*"));
        Assert.That((await person.GetAsync("/api/v1/attribute-keys/unheard_of")).Code, Is.EqualTo("attribute.unknown_key"));
    }

    private static Guid[] Users(ApiAnswer answer) => [.. answer.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("userId").GetGuid())];

    private static string Changes(ApiAnswer answer) =>
        string.Join(' ', answer.Json.GetProperty("items").EnumerateArray().Select(static item => $"{item.GetProperty("oldValue").GetRawText()}->{item.GetProperty("newValue").GetRawText()}"));
}
