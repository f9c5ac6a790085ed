using System.Net;
using System.Text;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Attributes;

/// <summary>What calls about attributes refuse, each with its code.</summary>
public sealed class AttributeRefusalsTests
{
    [TestCase("GET", "")]
    [TestCase("PATCH", "", """{"values":{"custom.a":1}}""")]
    [TestCase("GET", "/custom.a")]
    [TestCase("PUT", "/custom.a", """{"value":1}""")]
    [TestCase("PATCH", "/custom.a", """{"value":{}}""")]
    [TestCase("DELETE", "/onboarding_milestones")]
    [TestCase("GET", "/onboarding_milestones/history")]
    public async Task Of_somebody_who_is_gone_there_is_nothing(string method, string path, string? body = null)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var id = (await api.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;

        // By a way that ends no session: a token is good until the end of its life is heard of.
        await host.QueryAsync<object>("update users set deleted_at = now(), status = 'suspended' where id = $1", id);
        var answer = await api.SendAsync(new HttpMethod(method), $"/api/v1/users/attributes{path}", body);
        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.NotFound, "user.not_found")), answer.Body);
    }

    [Test]
    public async Task Of_somebody_who_is_deleted_staff_sees_what_it_sees_of_the_living_and_changes_nothing()
    {
        var host = await Hosts.Usual;
        using var person = host.Client();
        using var member = host.Client();
        using var staff = host.Client();
        var (who, tokens) = await person.SignUpVerifiedAndLoggedInAsync();
        await person.PutAttributeAsync("custom.team", "\"red\"");
        await member.SignUpVerifiedAndLoggedInAsync();
        await staff.SignUpStaffAsync("admin");
        var attributes = $"/api/v1/users/{tokens.UserId}/attributes";
        await staff.PutAttributeAsync("profile_flags", """["vip"]""", tokens.UserId);
        Assert.That((await person.DeleteMeAsync(who.Password)).Status, Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That((await staff.GetAsync($"/api/v1/users/{tokens.UserId}?include=attributes")).Json.GetProperty("attributes").GetProperty("custom.team").GetString(), Is.EqualTo("red"));
        Assert.That((await staff.GetAsync(attributes)).Json.GetProperty("items").GetArrayLength(), Is.EqualTo(2));
        Assert.That((await staff.GetAsync($"{attributes}?keys=custom.team")).Json.GetProperty("items").GetArrayLength(), Is.EqualTo(1));
        Assert.That((await staff.GetAttributeAsync("custom.team", tokens.UserId)).Text("value"), Is.EqualTo("red"));
        foreach (var (client, method, path, body) in new[]
        {
            (member, "GET", "", null), (member, "GET", "/custom.team", null), (staff, "PUT", "/profile_flags", """{"value":["beta"]}"""),
            (staff, "PATCH", "", """{"values":{"profile_flags":null}}"""), (staff, "DELETE", "/profile_flags", null),
        })
        {
            var refused = await client.SendAsync(new HttpMethod(method), attributes + path, body);
            Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.NotFound, "user.not_found")), $"{method} {path} {refused.Body}");
        }
    }

    [TestCase("PUT", """{"value":"0199c2f0-aa00-7b8b-9585-4bb5266028d9"}""")]
    [TestCase("PATCH", """{"value":{}}""")]
    [TestCase("DELETE", null)]
    public async Task What_the_service_alone_writes_nobody_else_does(string method, string? body)
    {
        var host = await Hosts.Usual;
        using var person = host.Client();
        using var staff = host.Client();
        var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        await staff.SignUpStaffAsync("admin");
        foreach (var answer in new[]
                 {
                     await person.SendAsync(new HttpMethod(method), "/api/v1/users/attributes/invited_by_user_id", body),
                     await staff.SendAsync(new HttpMethod(method), $"/api/v1/users/{id}/attributes/invited_by_user_id", body),
                 })
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Forbidden, "attribute.not_writable")), answer.Body);
        }
    }

    [TestCase("PUT", """{"value":1}""")]
    [TestCase("PATCH", """{"value":{}}""")]
    [TestCase("DELETE", null)]
    [TestCase("GET", null)]
    public async Task A_key_that_nobody_takes_is_unknown(string method, string? body)
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        var id = (await staff.SignUpStaffAsync("admin")).Tokens.UserId;
        foreach (var whose in new[] { "", $"{id}/" })
        {
            var answer = await staff.SendAsync(new HttpMethod(method), $"/api/v1/users/{whose}attributes/unheard_of", body);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.NotFound, "attribute.unknown_key")), answer.Body);
        }
    }

    [Test]
    public async Task Staff_is_held_to_versions_limits_and_pages_too()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        using var person = host.Client();
        var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        await staff.SignUpStaffAsync("admin");
        var made = await staff.PutAttributeAsync("custom.a", "1", id);
        var seen = await staff.GetAttributeAsync("custom.a", id);
        Assert.That((seen.Status, seen.ETag), Is.EqualTo((HttpStatusCode.OK, made.ETag)));
        Assert.That((await staff.GetAttributeAsync("custom.a", id, ("If-None-Match", made.ETag!))).Status, Is.EqualTo(HttpStatusCode.NotModified));
        foreach (var answer in new[]
                 {
                     await staff.PutAttributeAsync("custom.a", "2", id, ("If-Match", "\"v0\"")),
                     await staff.MergeAttributeAsync("custom.a", "{}", id, ("If-Match", "\"v0\"")),
                     await staff.DeleteAttributeAsync("custom.a", id, ("If-Match", "\"v0\"")),
                     await staff.PatchAttributesAsync("""{"custom.a":2}""", id, ("If-Match", "\"v0\"")),
                 })
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.PreconditionFailed, "concurrency.stale")));
        }

        Assert.That((await staff.PutAttributeAsync("custom.a", "null", id)).Code, Is.EqualTo("attribute.value_required"));
        Assert.That((await staff.MergeAttributeAsync("custom.a", "null", id)).Code, Is.EqualTo("attribute.value_required"));
        Assert.That((await staff.MergeAttributeAsync("custom.a", """{"x":1}""", id)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await staff.GetAttributesAsync("?keys=unheard_of", id)).Faults("keys[0]"), Is.EqualTo("attribute.unknown_key"));
        Assert.That((await staff.GetAsync($"/api/v1/users/{id}/attributes/profile_flags/history?limit=201")).Faults("limit"), Is.EqualTo("limit.out_of_range"));
        Assert.That((await staff.GetAsync($"/api/v1/users/{id}/attributes/profile_flags/history?cursor=x")).Code, Is.EqualTo("cursor.invalid"));
        Assert.That((await person.GetAsync("/api/v1/users/attributes/onboarding_milestones/history?limit=0")).Faults("limit"), Is.EqualTo("limit.out_of_range"));
        Assert.That((await person.GetAttributesAsync("?asOf=yesterday")).Faults("asOf"), Is.EqualTo("type"));
        Assert.That((await staff.GetAttributesAsync("?asOf=yesterday", id)).Faults("asOf"), Is.EqualTo("type"));
    }

    [TestCase("PUT", "custom.a", """{"value":1e-2147483648}""", "value", "number.out_of_range")]
    [TestCase("PATCH", "custom.a", """{"value":{"\ud800":1}}""", "value", "type")]
    [TestCase("PATCH", "custom.a", """{"value":{"a":"\ud800"}}""", "value.a", "text.malformed")]
    [TestCase("PUT", "onboarding_milestones", """{"value":{"\ud800":"2026-03-01T09:30:00Z"}}""", "value", "type")]
    public async Task Hostile_values_are_refused_like_others(string method, string key, string body, string path, string code)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var answer = await api.SendAsync(new HttpMethod(method), $"/api/v1/users/attributes/{key}", body);
        Assert.That((answer.Status, answer.Faults(path)), Is.EqualTo((HttpStatusCode.BadRequest, code)), answer.Body);
    }

    [Test]
    public async Task Who_is_full_is_full_for_everybody()
    {
        var host = await Hosts.OnceAsync(static plan => plan.Settings["Attributes__MaxPerUser"] = "1");
        using var staff = host.Client();
        using var person = host.Client();
        var id = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        await staff.SignUpStaffAsync("admin");
        await person.PutAttributeAsync("custom.a", "1");
        foreach (var answer in new[]
                 {
                     await person.MergeAttributeAsync("custom.b", "{}"), await staff.PutAttributeAsync("custom.b", "1", id),
                     await staff.MergeAttributeAsync("custom.b", "{}", id), await staff.PatchAttributesAsync("""{"custom.b":1}""", id),
                 })
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Conflict, "attribute.too_many")));
        }
    }

    [TestCase("PUT", "/custom.a", "{\"value\":[\"", "\"]}")]
    [TestCase("PUT", "/onboarding_milestones", "{\"value\":{\"", "\":\"2026-03-01T09:30:00Z\"}}")]
    [TestCase("PATCH", "/custom.a", "{\"value\":{\"", "\":null}}")]
    [TestCase("PATCH", "", "{\"values\":{\"custom.a\":\"", "\"}}")]
    public async Task Bytes_that_are_no_utf8_are_no_value(string method, string path, string before, string after)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var content = new ByteArrayContent([.. Encoding.ASCII.GetBytes(before), 0xff, .. Encoding.ASCII.GetBytes(after)]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        var answer = await api.SendAsync(new HttpMethod(method), $"/api/v1/users/attributes{path}", content);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "request.malformed")), answer.Body);
    }
}
