using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>What is shown together with a record, and who is found by what they have.</summary>
public sealed class IncludeTests
{
    [Test]
    public async Task A_record_is_shown_with_whatever_is_asked_for_in_one_round_trip()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        await api.PatchAttributesAsync("""{"custom.team":"blue","onboarding_milestones":{"seen":"2026-03-01T09:30:00Z"}}""");

        var alone = (await api.GetMeAsync()).Json;
        Assert.That(alone.TryGetProperty("attributes", out _) || alone.TryGetProperty("profile", out _) || alone.TryGetProperty("roles", out _), Is.False);
        var all = await api.GetAsync("/api/v1/users/me?include=attributes,profile,preferences,roles");
        Assert.That(Statements.Of(all), Has.Count.EqualTo(1));
        var attributes = all.Json.GetProperty("attributes");
        Assert.That((attributes.GetProperty("custom.team").GetString(), attributes.EnumerateObject().Count()), Is.EqualTo(("blue", 2)), all.Body);
        Assert.That(all.Json.GetProperty("profile").GetProperty("socialLinks").GetArrayLength(), Is.Zero);
        Assert.That(all.Json.GetProperty("preferences").GetProperty("language").GetString(), Is.EqualTo("en"));
        Assert.That(all.Json.GetProperty("roles").GetRawText(), Is.EqualTo("""["user"]"""));

        var none = await api.GetAsync("/api/v1/users/me?include=roles");
        Assert.That((none.Json.TryGetProperty("roles", out _), none.Json.TryGetProperty("attributes", out _)), Is.EqualTo((true, false)));
        foreach (var wrong in new[] { "", "Attributes", "none", "1", "attributes,", "attributes,secrets" })
        {
            Assert.That((await api.GetAsync($"/api/v1/users/me?include={wrong}")).Faults("include"), Is.EqualTo("type"), wrong);
        }
    }

    [Test]
    public async Task The_tag_changes_with_whatever_is_shown()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var id = (await api.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        const string Path = "/api/v1/users/me?include=attributes,profile,preferences,roles";
        HashSet<string> tags = [(await api.GetAsync(Path)).ETag!];
        await api.PutAttributeAsync("custom.a", "1");
        await SeenAsync("set");
        await api.PutAttributeAsync("custom.b", "1");
        await SeenAsync("another set");
        await api.PutAttributeAsync("custom.a", "2");
        await SeenAsync("changed");
        await api.DeleteAttributeAsync("custom.b");
        await SeenAsync("taken away");
        await host.QueryAsync<object>("update user_profiles set bio = 'x' where user_id = $1", id);
        await SeenAsync("profile");
        await host.QueryAsync<object>("update user_preferences set theme = 'dark' where user_id = $1", id);
        await SeenAsync("preferences");
        await host.QueryAsync<object>("insert into user_roles (user_id, role_id) select $1, id from roles where name = 'support'", id);
        await SeenAsync("roles");
        var last = await api.GetAsync(Path);
        Assert.That((await api.GetAsync(Path, ("If-None-Match", last.ETag!))).Status, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That((await api.PatchMeAsync("""{"fullName":"Bea"}""", ("If-Match", last.ETag!))).Status, Is.EqualTo(HttpStatusCode.OK), "the version in it is the record's");

        async Task SeenAsync(string what) => Assert.That(tags.Add((await api.GetAsync(Path)).ETag!), Is.True, what);
    }

    [Test]
    public async Task Of_others_what_one_may_see_is_shown()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        using var reader = host.Client();
        using var person = host.Client();
        var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        await staff.SignUpStaffAsync("admin");
        await staff.PutAttributeAsync("profile_flags", """["vip"]""", id);
        await person.PutAttributeAsync("custom.team", "1");
        var seen = await staff.GetAsync($"/api/v1/users/{id}?include=attributes,profile,preferences,roles");
        Assert.That(seen.Json.GetProperty("attributes").EnumerateObject().Select(static each => each.Name), Is.EquivalentTo(Both), seen.Body);
        Assert.That((await person.GetAsync("/api/v1/users/me?include=attributes")).Body, Does.Not.Contain("vip"));

        await host.QueryAsync<object>("insert into roles (name) values ('onlooker') on conflict do nothing");
        await host.QueryAsync<object>(
            "insert into role_permissions (role_id, permission_id) select r.id, p.id from roles r, permissions p where r.name = 'onlooker' and p.name = 'users:read' on conflict do nothing");
        await reader.SignUpStaffAsync("onlooker");
        var little = await reader.GetAsync($"/api/v1/users/{id}?include=attributes,roles");
        Assert.That(little.Json.GetProperty("attributes").EnumerateObject(), Is.Empty, little.Body);
        var refused = await reader.GetAsync($"/api/v1/users/{id}?include=profile");
        Assert.That((refused.Status, refused.Code, refused.Text("missingPermission")), Is.EqualTo((HttpStatusCode.Forbidden, "access.denied", "profiles:read")));
        Assert.That((await reader.GetAsync("/api/v1/users?attribute.custom.team=1")).Code, Is.EqualTo("attribute.not_readable"));
    }

    [Test]
    public async Task A_list_is_narrowed_by_what_people_have()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var staff = host.Client();
        using var person = host.Client();
        using var other = host.Client();
        await staff.SignUpStaffAsync("admin");
        var word = $"w{Guid.NewGuid():n}"[..20];
        var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        var second = (await other.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        await person.PutAttributeAsync("custom.team", $"\"{word}\"");
        await other.PutAttributeAsync("custom.team", $$"""["{{word}}"]""");
        await staff.PutAttributeAsync("profile_flags", $"""["{word}"]""", id);

        var found = await staff.GetAsync($"/api/v1/users?attribute.custom.team={word}");
        Assert.That(Ids(found), Is.EqualTo(new[] { second, id }), found.Body);
        Assert.That(Statements.Of(found), Has.Count.EqualTo(1));
        Assert.That(Ids(await staff.GetAsync($"/api/v1/users?attribute.custom.team={word}&attribute.profile_flags={word}")), Is.EqualTo(new[] { id }));
        var page = await staff.GetAsync($"/api/v1/users?attribute.custom.team={word}&limit=1");
        Assert.That(Ids(await staff.GetAsync($"/api/v1/users?attribute.custom.team={word}&limit=1&cursor={page.Text("nextCursor")}")), Is.EqualTo(new[] { id }));
        Assert.That((await staff.GetAsync($"/api/v1/users?attribute.custom.team=other&limit=1&cursor={page.Text("nextCursor")}")).Code, Is.EqualTo("cursor.invalid"));
        Assert.That(Ids(await staff.GetAsync($"/api/v1/users?attribute.custom.team={word}&status=suspended")), Is.Empty);

        var wrong = await staff.GetAsync("/api/v1/users?attribute.unheard_of=1&attribute.onboarding_milestones=1&attribute.invited_by_user_id=x&attribute.custom.a=1&attribute.custom.a=2");
        Assert.That((wrong.Status, wrong.Faults("attribute.custom.a")), Is.EqualTo((HttpStatusCode.BadRequest, "duplicate")), wrong.Body);
        wrong = await staff.GetAsync("/api/v1/users?attribute.unheard_of=1&attribute.onboarding_milestones=1&attribute.invited_by_user_id=x");
        Assert.That(
            (wrong.Faults("attribute.unheard_of"), wrong.Faults("attribute.onboarding_milestones"), wrong.Faults("attribute.invited_by_user_id")),
            Is.EqualTo(("attribute.unknown_key", "attribute.not_searchable", "type")), wrong.Body);
        Assert.That((await staff.GetAsync("/api/v1/users?attribute=1")).Faults("attribute"), Is.EqualTo("unknown"));
    }

    [Test]
    public async Task A_value_as_long_as_any_is_found_however_its_letters_are_escaped()
    {
        using var staff = (await Hosts.Usual).Client();
        await staff.SignUpStaffAsync("admin");
        var value = Guid.NewGuid().ToString("n") + new string('é', 8000);
        await staff.PutAttributeAsync("custom.team", $"\"{value}\"");

        var found = await staff.GetAsync($"/api/v1/users?attribute.custom.team={Uri.EscapeDataString(value)}");

        Assert.That(found.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Ids(found), Has.Length.EqualTo(1));
    }

    private static readonly string[] Both = ["profile_flags", "custom.team"];

    private static Guid[] Ids(ApiAnswer answer) => [.. answer.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("id").GetGuid())];
}
