using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Attributes;

/// <summary>What people begin with.</summary>
public sealed class InitialAttributesTests
{
    [Test]
    public async Task Staff_brings_somebody_in_with_attributes()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        var actor = (await staff.SignUpStaffAsync("admin")).Tokens.UserId;
        var made = await CreateAsync(staff, """{"custom.team":"blue","profile_flags":["vip"]}""");
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Body);
        var id = made.Json.GetProperty("id").GetGuid();
        var items = (await staff.GetAttributesAsync("", id)).Json.GetProperty("items");
        Assert.That(items.EnumerateArray().Select(static each => $"{each.GetProperty("key")}={each.GetProperty("value")}"), Is.EqualTo(Begun));
        Assert.That(items[0].GetProperty("createdByUserId").GetGuid(), Is.EqualTo(actor));
        Assert.That((await staff.GetAsync($"/api/v1/users/{id}/attributes/profile_flags/history")).Json.GetProperty("items").GetArrayLength(), Is.EqualTo(1));
        Assert.That(
            await host.QueryAsync<string>("select after::text from audit_log where target = $1 and action = 'attributes.change'", $"user:{id}"),
            Is.EqualTo("""{"custom.team": "blue", "profile_flags": ["vip"]}"""));
    }

    [TestCase("""{"unheard_of":1}""", "attributes.unheard_of", "attribute.unknown_key")]
    [TestCase("""{"custom.a":null}""", "attributes.custom.a", "required")]
    [TestCase("""{"profile_flags":["No"],"custom.a":1}""", "attributes.profile_flags[0]", "text.pattern_mismatch")]
    public async Task Nobody_is_brought_in_with_what_is_wrong(string attributes, string path, string code)
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        await staff.SignUpStaffAsync("admin");
        var refused = await CreateAsync(staff, attributes);
        Assert.That((refused.Status, refused.Faults(path)), Is.EqualTo((HttpStatusCode.BadRequest, code)), refused.Body);
    }

    [Test]
    public async Task Nobody_gives_what_they_may_not_set()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        await staff.SignUpStaffAsync("admin");
        Assert.That((await CreateAsync(staff, """{"invited_by_user_id":"0199c2f0-aa00-7b8b-9585-4bb5266028d9"}""")).Code, Is.EqualTo("attribute.not_writable"));
        var many = string.Join(',', Enumerable.Range(0, 11).Select(static i => $"\"custom.k{i}\":1"));
        Assert.That((await CreateAsync(staff, $"{{{many}}}")).Faults("attributes"), Is.EqualTo("map.too_large"));
    }

    [Test]
    public async Task Whoever_signs_up_begins_with_what_they_said()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var email = ApiClient.NewEmail();
        Assert.That((await RegisterAsync(api, email, """{"custom.team":"red","custom.old":1}""")).Status, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((await RegisterAsync(api, email, """{"custom.team":"blue"}""")).Status, Is.EqualTo(HttpStatusCode.Accepted), "in place of the first");
        await host.QueryAsync<object>("update users set status = 'active', email_verified_at = now() where email = $1", email);
        var tokens = Tokens.Read(await api.LogInAsync(email, "a quiet green river"));
        api.AccessToken = tokens.AccessToken;
        var items = (await api.GetAttributesAsync()).Json.GetProperty("items");
        Assert.That(items.EnumerateArray().Select(static each => $"{each.GetProperty("key")}={each.GetProperty("value")}"), Is.EqualTo(Team));
        Assert.That(items[0].GetProperty("createdByUserId").GetGuid(), Is.EqualTo(tokens.UserId), "their own act");
    }

    [TestCase("""{"profile_flags":["vip"]}""", "attributes.profile_flags", "attribute.not_settable_at_sign_up")]
    [TestCase("""{"invited_by_user_id":"0199c2f0-aa00-7b8b-9585-4bb5266028d9"}""", "attributes.invited_by_user_id", "attribute.not_settable_at_sign_up")]
    [TestCase("""{"onboarding_milestones":{}}""", "attributes.onboarding_milestones", "attribute.not_settable_at_sign_up")]
    [TestCase("""{"unheard_of":1}""", "attributes.unheard_of", "attribute.unknown_key")]
    [TestCase("""{"custom.a":"\u0000"}""", "attributes.custom.a", "text.malformed")]
    public async Task Nobody_signs_up_with_what_is_not_theirs_to_say(string attributes, string path, string code)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        using var known = host.Client();
        var (person, _) = await known.SignUpVerifiedAndLoggedInAsync();
        foreach (var email in new[] { ApiClient.NewEmail(), person.Email })
        {
            var refused = await RegisterAsync(api, email, attributes);
            Assert.That((refused.Status, refused.Faults(path)), Is.EqualTo((HttpStatusCode.BadRequest, code)), refused.Body);
        }
    }

    [Test]
    public async Task What_somebody_begins_with_tells_nobody_who_has_an_account()
    {
        var host = await Hosts.OnceAsync(static plan => plan.Settings["Attributes__MaxPerUser"] = "5");
        using var api = host.Client();
        using var known = host.Client();
        var (person, _) = await known.SignUpVerifiedAndLoggedInAsync();
        var large = string.Join(',', Enumerable.Range(0, 2).Select(static i => $"\"custom.k{i}\":\"{new string('x', 4_000)}\""));
        foreach (var (attributes, status) in new[] { ("""{"custom.a":1,"custom.b":1,"custom.c":1}""", 400), ("""{"custom.a":1,"custom.b":1}""", 202), ($"{{{large}}}", 202) })
        {
            foreach (var email in new[] { ApiClient.NewEmail(), person.Email })
            {
                var answer = await RegisterAsync(api, email, attributes);
                Assert.That((int)answer.Status, Is.EqualTo(status), answer.Body);
            }
        }

        Assert.That((await known.GetAttributesAsync()).Json.GetProperty("items").GetArrayLength(), Is.Zero, "of whoever has an account nothing changes");
        var usual = await Hosts.Usual;
        using var other = usual.Client();
        var huge = string.Join(',', Enumerable.Range(0, 3).Select(static i => $"\"custom.k{i}\":\"{new string('x', 4_000)}\""));
        Assert.That((await RegisterAsync(other, ApiClient.NewEmail(), $"{{{huge}}}")).Faults("attributes"), Is.EqualTo("attribute.too_large"));
    }

    [Test]
    public async Task Whoever_is_invited_begins_with_what_the_invitation_carries()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        using var api = host.Client();
        var inviter = (await staff.SignUpStaffAsync("admin")).Tokens.UserId;
        var email = ApiClient.NewEmail();
        var made = await staff.InviteAsync(new { email, attributes = new Dictionary<string, object> { ["custom.team"] = "red", ["custom.room"] = 7, ["profile_flags"] = Vip } });
        Assert.That((made.Status, made.Json.GetProperty("attributes").GetProperty("custom.team").GetString()), Is.EqualTo((HttpStatusCode.Created, "red")), made.Body);
        Assert.That((await staff.GetInvitationAsync(made.Json.GetProperty("id").GetGuid())).Json.GetProperty("attributes").GetProperty("custom.room").GetInt32(), Is.EqualTo(7));
        var token = await host.TokenToAsync(email, "invitation");
        var come = await api.PostAsync("/api/v1/auth/register", $$"""
            {"attributes":{"custom.team":"blue"},"email":"{{email}}","password":"a quiet green river","fullName":"Bea","acceptTerms":true,"invitationToken":"{{token}}"}
            """);
        Assert.That((come.Status, come.Text("status")), Is.EqualTo((HttpStatusCode.Accepted, "active")), come.Body);
        var id = Tokens.Read(await api.LogInAsync(email, "a quiet green river")).UserId;
        var items = (await staff.GetAttributesAsync("", id)).Json.GetProperty("items").EnumerateArray().ToDictionary(static each => each.GetProperty("key").GetString()!);
        Assert.That(items.Keys, Is.EquivalentTo(Invited));
        Assert.That(items["custom.team"].GetProperty("value").GetString(), Is.EqualTo("blue"), "what people say of themselves counts more");
        Assert.That((items["custom.team"].GetProperty("createdByUserId").GetGuid(), items["profile_flags"].GetProperty("createdByUserId").GetGuid()), Is.EqualTo((id, inviter)));
    }

    [Test]
    public async Task Nobody_invites_with_what_they_may_not_give_or_may_not_any_more()
    {
        var host = await Hosts.Usual;
        using var person = host.Client();
        using var staff = host.Client();
        using var api = host.Client();
        await person.SignUpVerifiedAndLoggedInAsync();
        Dictionary<string, object> flags = new() { ["profile_flags"] = Vip };
        Assert.That((await person.InviteAsync(new { attributes = flags })).Code, Is.EqualTo("attribute.not_writable"));
        Assert.That((await person.InviteAsync(new { attributes = new Dictionary<string, object> { ["custom.team"] = "red" } })).Status, Is.EqualTo(HttpStatusCode.Created), "what the invited could say themselves");
        Assert.That((await person.InviteAsync(new { attributes = new Dictionary<string, object> { ["unheard_of"] = 1 } })).Faults("attributes.unheard_of"), Is.EqualTo("attribute.unknown_key"));

        var inviter = (await staff.SignUpStaffAsync("admin")).Tokens.UserId;
        var token = (await staff.InviteAsync(new { attributes = flags })).Text("token");
        await host.QueryAsync<object>("delete from user_roles where user_id = $1", inviter);
        await UntilAsync(async () => (await staff.GetAsync("/api/v1/users")).Status == HttpStatusCode.Forbidden);
        var answer = await api.AcceptAsync(token, ApiClient.NewEmail());
        Assert.That(answer.Code, Is.EqualTo("invitation.invalid"), "it goes with the right, within a second");
        var bulk = await person.PostAsync("/api/v1/invitations/bulk", new { items = new[] { new { attributes = flags } } });
        Assert.That(bulk.Code, Is.EqualTo("access.denied"));
    }

    private static readonly string[] Vip = ["vip"];

    private static readonly string[] Team = ["custom.team=blue"];

    private static readonly string[] Invited = ["custom.team", "custom.room", "profile_flags", "invited_by_user_id"];

    private static readonly string[] Begun = ["custom.team=blue", """profile_flags=["vip"]"""];

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await holds())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static Task<ApiAnswer> RegisterAsync(ApiClient api, string email, string attributes) => api.PostAsync(
        "/api/v1/auth/register", $$"""{"attributes":{{attributes}},"email":"{{email}}","password":"a quiet green river","fullName":"Bea","acceptTerms":true}""");

    private static Task<ApiAnswer> CreateAsync(ApiClient staff, string attributes) => staff.PostAsync(
        "/api/v1/users", $$"""{"attributes":{{attributes}},"email":"{{ApiClient.NewEmail()}}","fullName":"Bea","status":"active"}""");
}
