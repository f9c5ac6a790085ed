using System.Net;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Attributes;

/// <summary>What people do with their own attributes.</summary>
public sealed class AttributeValuesTests
{
    [Test]
    public async Task A_value_is_set_seen_changed_and_taken_away()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var id = (await api.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;

        Assert.That((await api.GetAttributeAsync("custom.team")).Code, Is.EqualTo("attribute.not_set"));
        var made = await api.PutAttributeAsync("custom.team", "\"blue\"");
        Assert.That((made.Status, made.Text("key"), made.Text("value"), made.Text("createdByUserId")),
            Is.EqualTo((HttpStatusCode.Created, "custom.team", "blue", id.ToString())), made.Body);
        var seen = await api.GetAttributeAsync("custom.team");
        Assert.That((seen.Status, seen.Body, seen.ETag), Is.EqualTo((HttpStatusCode.OK, made.Body, made.ETag)));
        Assert.That((await api.GetAttributeAsync("custom.team", null, ("If-None-Match", seen.ETag!))).Status, Is.EqualTo(HttpStatusCode.NotModified));

        var changed = await api.PutAttributeAsync("custom.team", "\"red\"");
        Assert.That((changed.Status, changed.Text("value"), changed.Text("createdAt")), Is.EqualTo((HttpStatusCode.OK, "red", made.Text("createdAt"))));
        Assert.That(changed.ETag, Is.Not.EqualTo(made.ETag));
        Assert.That((await api.PutAttributeAsync("custom.team", "\"red\"")).ETag, Is.EqualTo(changed.ETag), "what is there already is not changed");

        Assert.That((await api.DeleteAttributeAsync("custom.team")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await api.DeleteAttributeAsync("custom.team")).Status, Is.EqualTo(HttpStatusCode.NoContent), "again");
        Assert.That((await api.GetAttributeAsync("custom.team")).Code, Is.EqualTo("attribute.not_set"));
        Assert.That((await api.PutAttributeAsync("custom.team", "\"red\"")).ETag, Is.Not.EqualTo(changed.ETag), "no version comes twice");
    }

    [TestCase("1.10")]
    [TestCase("123456789012345678901234567890")]
    [TestCase("-0.000001e-3")]
    [TestCase("1e308")]
    [TestCase("\"\"")]
    [TestCase("false")]
    [TestCase("\"🦊 \\u00e9 Ω\\n\\\"\"")]
    [TestCase("""{"b":[1,{"c":null,"":"x"}],"a":{"deep":{"deeper":[[],{}]}}}""")]
    [TestCase("[1,1,2]")]
    public async Task Values_come_back_equal(string json)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var set = await api.PutAttributeAsync("custom.any", json);
        Assert.That(set.Status, Is.EqualTo(HttpStatusCode.Created), set.Body);
        Assert.That(JsonElement.DeepEquals((await api.GetAttributeAsync("custom.any")).Json.GetProperty("value"), JsonDocument.Parse(json).RootElement), Is.True);
        Assert.That(JsonElement.DeepEquals(set.Json.GetProperty("value"), JsonDocument.Parse(json).RootElement), Is.True);
    }

    [TestCase("custom.any", "null", 400, "attribute.value_required")]
    [TestCase("unheard_of", "1", 404, "attribute.unknown_key")]
    [TestCase("custom", "1", 404, "attribute.unknown_key")]
    [TestCase("custom.", "1", 404, "attribute.unknown_key")]
    [TestCase("custom.Ünder", "1", 404, "attribute.unknown_key")]
    [TestCase("custom.a.b", "1", 404, "attribute.unknown_key")]
    [TestCase("custom.a'; drop table user_attributes; --", "1", 404, "attribute.unknown_key")]
    [TestCase("custom.%00", "1", 404, "attribute.unknown_key")]
    [TestCase("invited_by_user_id", "\"0199c2f0-aa00-7b8b-9585-4bb5266028d9\"", 403, "attribute.not_writable")]
    [TestCase("profile_flags", "[\"vip\"]", 403, "attribute.not_writable")]
    [TestCase("onboarding_milestones", "5", 400, "validation.failed")]
    public async Task Refuses_what_cannot_be_set(string key, string json, int status, string code)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var answer = await api.PutAttributeAsync(key, json);
        Assert.That(((int)answer.Status, answer.Code), Is.EqualTo((status, code)), answer.Body);
        Assert.That((await api.GetAttributesAsync()).Json.GetProperty("items").GetArrayLength(), Is.Zero);
    }

    [TestCase("\"a\\u0000b\"", "value", "text.malformed")]
    [TestCase("\"\\ud83d\"", "value", "text.malformed")]
    [TestCase("""{"a":{"\ud83d":1}}""", "value", "type")]
    [TestCase("[1e309]", "value[0]", "number.out_of_range")]
    [TestCase("1e131071", "value", "number.out_of_range")]
    [TestCase("1e99999999999", "value", "number.out_of_range")]
    public async Task Refuses_json_that_cannot_be_kept(string json, string path, string code)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var answer = await api.PutAttributeAsync("custom.any", json);
        Assert.That((answer.Status, answer.Faults(path)), Is.EqualTo((HttpStatusCode.BadRequest, code)), answer.Body);
    }

    [TestCase("""{"a":1,"a":2}""", "value.a")]
    [TestCase("""{"a":{"b":{"c":1,"b":2},"d":{"b":1,"b":2}}}""", "value.a.d.b")]
    [TestCase("""[0,{"b":[{"c":1,"\u0063":2}]}]""", "value[1].b[0].c")]
    public async Task Tells_where_a_member_comes_twice(string json, string path)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.PutAttributeAsync("custom.any", json);

        Assert.That((answer.Status, answer.Faults(path)), Is.EqualTo((HttpStatusCode.BadRequest, "duplicate")), answer.Body);
    }

    [Test]
    public async Task Refuses_members_that_come_twice_and_nesting_without_end()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var twice = await api.PutAttributeAsync("custom.any", """{"a":1,"a":2}""");
        Assert.That((twice.Status, twice.Code), Is.EqualTo((HttpStatusCode.BadRequest, "validation.failed")), twice.Body);
        var deep = await api.PutAttributeAsync("custom.any", new string('[', 500) + new string(']', 500));
        Assert.That((deep.Status, deep.Code), Is.EqualTo((HttpStatusCode.BadRequest, "request.malformed")), deep.Body);
    }

    [Test]
    public async Task A_value_has_sixteen_kibibytes_and_a_person_a_mebibyte()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var most = $"\"{new string('x', 16 * 1024 - 2)}\"";
        Assert.That((await api.PutAttributeAsync("custom.k0", most)).Status, Is.EqualTo(HttpStatusCode.Created));
        var larger = await api.PutAttributeAsync("custom.k1", most.Insert(1, "x"));
        Assert.That((larger.Status, larger.Faults("value")), Is.EqualTo((HttpStatusCode.BadRequest, "attribute.too_large")));
        var expanded = await api.PutAttributeAsync("custom.k1", $"[{string.Join(',', Enumerable.Repeat("1e300", 100))}]");
        Assert.That(expanded.Faults("value"), Is.EqualTo("attribute.too_large"), "as it would be kept, not as it was sent");
        for (var i = 1; i < 64; i++)
        {
            Assert.That((await api.PutAttributeAsync($"custom.k{i}", most)).Status, Is.EqualTo(HttpStatusCode.Created), $"{i}");
        }

        var full = await api.PutAttributeAsync("custom.k64", "1");
        Assert.That((full.Status, full.Code), Is.EqualTo((HttpStatusCode.Conflict, "attribute.storage_full")), full.Body);
        var patch = await api.PatchAttributesAsync("""{"custom.k64":1}""");
        Assert.That((patch.Status, patch.Code), Is.EqualTo((HttpStatusCode.Conflict, "attribute.storage_full")));
        Assert.That((await api.PutAttributeAsync("custom.k63", "1")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.PutAttributeAsync("custom.k64", "1")).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task A_person_has_so_many_attributes_also_when_they_come_at_once()
    {
        var host = await Hosts.OnceAsync(static plan => plan.Settings["Attributes__MaxPerUser"] = "20");
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => api.PutAttributeAsync($"custom.k{i}", "1")));
        Assert.That(answers.Count(static answer => answer.Status == HttpStatusCode.Created), Is.EqualTo(20));
        Assert.That(answers.Where(static answer => answer.Status != HttpStatusCode.Created).Select(static answer => answer.Code), Is.All.EqualTo("attribute.too_many"));
        Assert.That((await api.GetAttributesAsync()).Json.GetProperty("items").GetArrayLength(), Is.EqualTo(20));
        var patch = await api.PatchAttributesAsync("""{"custom.new":1}""");
        Assert.That((patch.Status, patch.Code), Is.EqualTo((HttpStatusCode.Conflict, "attribute.too_many")));
        var milestone = await api.PutAttributeAsync("onboarding_milestones", "{}");
        Assert.That((milestone.Status, milestone.Code), Is.EqualTo((HttpStatusCode.Conflict, "attribute.too_many")));
    }

    [Test]
    public async Task Of_fifty_who_change_the_same_version_one_wins()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        foreach (var (key, value) in new[] { ("custom.counter", (Func<int, string>)(i => $"{i}")), ("onboarding_milestones", i => $$"""{"step_{{i}}":"2026-03-01T09:30:00Z"}""") })
        {
            var tag = (await api.PutAttributeAsync(key, value(100))).ETag!;
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => api.PutAttributeAsync(key, value(i), null, ("If-Match", tag))));
            Assert.That(answers.Count(static answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1), key);
            Assert.That(answers.Where(static answer => answer.Status != HttpStatusCode.OK).Select(static answer => answer.Code), Is.All.EqualTo("concurrency.stale"));
        }
    }

    [Test]
    public async Task Of_fifty_who_set_what_is_not_there_one_makes_it()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => api.PutAttributeAsync("custom.first", $"{i}", null, ("If-None-Match", "*"))));
        Assert.That(answers.Count(static answer => answer.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(answers.Where(static answer => answer.Status != HttpStatusCode.Created).Select(static answer => answer.Status), Is.All.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task What_is_asked_of_the_version_is_heeded()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        Assert.That((await api.PutAttributeAsync("custom.a", "1", null, ("If-Match", "*"))).Status, Is.EqualTo(HttpStatusCode.PreconditionFailed), "nothing is there");
        Assert.That((await api.DeleteAttributeAsync("custom.a", null, ("If-Match", "*"))).Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        var tag = (await api.PutAttributeAsync("custom.a", "1")).ETag!;
        Assert.That((await api.PutAttributeAsync("custom.a", "2", null, ("If-Match", "\"v0\""))).Code, Is.EqualTo("concurrency.stale"));
        Assert.That((await api.DeleteAttributeAsync("custom.a", null, ("If-Match", "\"v0\""))).Code, Is.EqualTo("concurrency.stale"));
        Assert.That((await api.MergeAttributeAsync("custom.a", "{}", null, ("If-Match", "\"v0\""))).Code, Is.EqualTo("concurrency.stale"));
        Assert.That((await api.PatchAttributesAsync("""{"custom.a":5}""", null, ("If-Match", tag))).Code, Is.EqualTo("concurrency.stale"), "all of them have no version");
        Assert.That((await api.PutAttributeAsync("custom.a", "2", null, ("If-None-Match", tag))).Code, Is.EqualTo("concurrency.stale"));
        Assert.That((await api.GetAttributeAsync("custom.a")).Json.GetProperty("value").GetInt32(), Is.EqualTo(1));
        var next = await api.PutAttributeAsync("custom.a", "2", null, ("If-Match", tag));
        Assert.That(next.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.DeleteAttributeAsync("custom.a", null, ("If-Match", next.ETag!))).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Several_change_together_or_not_at_all()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var set = await api.PatchAttributesAsync("""{"custom.b":{"x":1},"custom.a":1,"onboarding_milestones":{"done":"2026-03-01T10:30:00.1234567+01:00"},"custom.c":null}""");
        Assert.That(set.Status, Is.EqualTo(HttpStatusCode.OK), set.Body);
        Assert.That(Keys(set), Is.EqualTo("custom.a custom.b onboarding_milestones"));
        Assert.That(Keys(await api.GetAttributesAsync()), Is.EqualTo("custom.a custom.b onboarding_milestones"));
        Assert.That((await api.GetAttributeAsync("onboarding_milestones")).Json.GetProperty("value").GetProperty("done").GetString(), Is.EqualTo("2026-03-01T09:30:00.123456Z"));

        var bad = await api.PatchAttributesAsync("""{"custom.a":2,"unheard_of":1,"onboarding_milestones":{"done":"yesterday","Bad Name":"2026-03-01T09:30:00Z"},"custom.d":"\u0000"}""");
        Assert.That((bad.Status, bad.Code), Is.EqualTo((HttpStatusCode.BadRequest, "validation.failed")), bad.Body);
        Assert.That(
            (bad.Faults("values.unheard_of"), bad.Faults("values.onboarding_milestones.done"), bad.Faults("values.onboarding_milestones"), bad.Faults("values.custom.d")),
            Is.EqualTo(("attribute.unknown_key", "type", "text.pattern_mismatch", "text.malformed")), "all at once");
        var forbidden = await api.PatchAttributesAsync("""{"custom.a":2,"profile_flags":["vip"]}""");
        Assert.That((forbidden.Status, forbidden.Code), Is.EqualTo((HttpStatusCode.Forbidden, "attribute.not_writable")));
        Assert.That((await api.GetAttributeAsync("custom.a")).Json.GetProperty("value").GetInt32(), Is.EqualTo(1), "nothing of it was done");

        var gone = await api.PatchAttributesAsync("""{"custom.a":null,"custom.b":null}""");
        Assert.That((gone.Status, Keys(gone)), Is.EqualTo((HttpStatusCode.OK, "")));
        Assert.That(Keys(await api.GetAttributesAsync("?keys=custom.a,onboarding_milestones")), Is.EqualTo("onboarding_milestones"));
        Assert.That((await api.GetAttributesAsync("?keys=custom.a,unheard_of")).Faults("keys[1]"), Is.EqualTo("attribute.unknown_key"));
        var missing = await api.SendAsync(HttpMethod.Patch, "/api/v1/users/attributes", "{}");
        Assert.That(missing.Faults("values"), Is.EqualTo("required"));
    }

    [Test]
    public async Task A_value_is_changed_in_parts()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        Assert.That((await api.MergeAttributeAsync("custom.doc", """{"a":1,"b":{"c":2,"d":null}}""")).Status, Is.EqualTo(HttpStatusCode.Created));
        var merged = await api.MergeAttributeAsync("custom.doc", """{"a":null,"b":{"d":[1]},"e":"x"}""");
        Assert.That((merged.Status, merged.Json.GetProperty("value").GetRawText()), Is.EqualTo((HttpStatusCode.OK, """{"b":{"c":2,"d":[1]},"e":"x"}""")));
        Assert.That((await api.MergeAttributeAsync("custom.doc", "5")).Json.GetProperty("value").GetRawText(), Is.EqualTo("5"), "what is no object replaces");
        Assert.That((await api.MergeAttributeAsync("custom.doc", """{"a":1}""")).Json.GetProperty("value").GetRawText(), Is.EqualTo("""{"a":1}"""));
        Assert.That((await api.MergeAttributeAsync("custom.doc", "null")).Code, Is.EqualTo("attribute.value_required"));
        Assert.That((await api.MergeAttributeAsync("onboarding_milestones", """{"a":"never"}""")).Faults("value.a"), Is.EqualTo("type"));

        var both = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => api.MergeAttributeAsync("custom.doc", $$"""{"k{{i}}":{{i}}}""")));
        Assert.That(both.Select(static answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.Conflict));
        var kept = (await api.GetAttributeAsync("custom.doc")).Json.GetProperty("value");
        for (var i = 0; i < 10; i++)
        {
            Assert.That(kept.TryGetProperty($"k{i}", out _), Is.EqualTo(both[i].Status == HttpStatusCode.OK), "what was acknowledged is there");
        }
    }

    [Test]
    public async Task Setting_a_value_of_ones_own_is_one_round_trip()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var made = await api.PutAttributeAsync("custom.team", "\"blue\"");
        Assert.That(Statements.Of(made), Has.Count.EqualTo(1));
        Assert.That(Statements.Of(await api.PutAttributeAsync("custom.team", "\"red\"", null, ("If-Match", made.ETag!))), Has.Count.EqualTo(1));
        Assert.That(Statements.Of(await api.DeleteAttributeAsync("custom.team")), Has.Count.EqualTo(1));
        Assert.That(Statements.Of(await api.GetAttributeAsync("custom.team")), Has.Count.EqualTo(1));
        Assert.That(Statements.Of(await api.GetAttributesAsync()), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_open_namespace_can_be_closed()
    {
        var host = await Hosts.OnceAsync(static plan => plan.Settings["Attributes__OpenNamespace"] = "");
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        Assert.That((await api.PutAttributeAsync("custom.team", "1")).Code, Is.EqualTo("attribute.unknown_key"));
        Assert.That((await api.GetAsync("/api/v1/attribute-keys")).Body, Does.Not.Contain("custom"));
    }

    private static string Keys(ApiAnswer answer) => string.Join(' ', answer.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("key").GetString()));
}
