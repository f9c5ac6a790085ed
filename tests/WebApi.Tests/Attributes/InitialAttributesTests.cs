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
        var many = string.Join(',', Enumerable.Range(0, 51).Select(static i => $"\"custom.k{i}\":1"));
        Assert.That((await CreateAsync(staff, $$"""{{{many}}}""")).Faults("attributes"), Is.EqualTo("map.too_large"));
    }

    private static readonly string[] Begun = ["custom.team=blue", """profile_flags=["vip"]"""];

    private static Task<ApiAnswer> CreateAsync(ApiClient staff, string attributes) => staff.PostAsync(
        "/api/v1/users", $$"""{"email":"{{ApiClient.NewEmail()}}","fullName":"Bea","status":"active","attributes":{{attributes}}}""");
}
