using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Attributes;

/// <summary>Who may do what with which key, over HTTP: whoever calls, the verb, and what comes of it for each key, of a person who has all of them.</summary>
public sealed class AttributeMatrixTests
{
    private static readonly (string Key, string Value, string Sought)[] Keys =
    [
        ("invited_by_user_id", "\"0199c2f0-aa00-7b8b-9585-4bb5266028d9\"", "0199c2f0-aa00-7b8b-9585-4bb5266028d9"),
        ("onboarding_milestones", """{"done":"2026-03-01T09:30:00Z"}""", "x"),
        ("profile_flags", """["vip"]""", "vip"),
        ("custom.x", "true", "true"),
    ];

    private static readonly Dictionary<string, Lazy<Task<ApiClient>>> Callers = new()
    {
        ["other"] = new(static () => SignUpAsync(role: null)),
        ["support"] = new(static () => SignUpAsync("support")),
        ["writer"] = new(static async () =>
        {
            var host = await Hosts.Usual;
            await host.QueryAsync<object>("insert into roles (name) values ('attribute writer') on conflict do nothing");
            await host.QueryAsync<object>(
                """
                insert into role_permissions (role_id, permission_id)
                select r.id, p.id from roles r, permissions p where r.name = 'attribute writer' and p.name = 'attributes:write' on conflict do nothing
                """);
            return await SignUpAsync("attribute writer");
        }),
        ["admin"] = new(static () => SignUpAsync("admin")),
        ["anonymous"] = new(static async () => (await Hosts.Usual).Client()),
    };

    [TestCase("person", "get", "ok", "ok", "attribute.not_set", "ok")]
    [TestCase("person", "list", "shown", "shown", "hidden", "shown")]
    [TestCase("person", "put", "attribute.not_writable", "ok", "attribute.not_writable", "ok")]
    [TestCase("person", "patch", "attribute.not_writable", "ok", "attribute.not_writable", "ok")]
    [TestCase("person", "patch all", "attribute.not_writable", "ok", "attribute.not_writable", "ok")]
    [TestCase("person", "delete", "attribute.not_writable", "ok", "attribute.not_writable", "ok")]
    [TestCase("person", "history", "attribute.no_history", "ok", "attribute.not_set", "attribute.no_history")]
    [TestCase("person", "holders", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("person by id", "get", "ok", "ok", "attribute.not_set", "ok")]
    [TestCase("person by id", "list", "shown", "shown", "hidden", "shown")]
    [TestCase("person by id", "put", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("person by id", "patch", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("person by id", "patch all", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("person by id", "delete", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("person by id", "history", "attribute.no_history", "ok", "attribute.not_set", "attribute.no_history")]
    [TestCase("other", "get", "attribute.not_set", "attribute.not_set", "attribute.not_set", "attribute.not_set")]
    [TestCase("other", "list", "hidden", "hidden", "hidden", "hidden")]
    [TestCase("other", "put", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("other", "patch", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("other", "patch all", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("other", "delete", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("other", "history", "attribute.no_history", "attribute.not_set", "attribute.not_set", "attribute.no_history")]
    [TestCase("other", "holders", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("support", "get", "ok", "ok", "ok", "ok")]
    [TestCase("support", "list", "shown", "shown", "shown", "shown")]
    [TestCase("support", "put", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("support", "patch", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("support", "patch all", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("support", "delete", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("support", "history", "attribute.no_history", "ok", "ok", "attribute.no_history")]
    [TestCase("support", "holders", "ok", "attribute.not_searchable", "ok", "ok")]
    [TestCase("writer", "get", "attribute.not_set", "attribute.not_set", "attribute.not_set", "attribute.not_set")]
    [TestCase("writer", "list", "hidden", "hidden", "hidden", "hidden")]
    [TestCase("writer", "put", "attribute.not_writable", "ok", "ok", "ok")]
    [TestCase("writer", "patch", "attribute.not_writable", "attribute.not_readable", "ok", "ok")]
    [TestCase("writer", "patch all", "attribute.not_writable", "ok", "ok", "ok")]
    [TestCase("writer", "delete", "attribute.not_writable", "ok", "ok", "ok")]
    [TestCase("writer", "history", "attribute.no_history", "attribute.not_set", "attribute.not_set", "attribute.no_history")]
    [TestCase("writer", "holders", "access.denied", "access.denied", "access.denied", "access.denied")]
    [TestCase("admin", "get", "ok", "ok", "ok", "ok")]
    [TestCase("admin", "list", "shown", "shown", "shown", "shown")]
    [TestCase("admin", "put", "attribute.not_writable", "ok", "ok", "ok")]
    [TestCase("admin", "patch", "attribute.not_writable", "ok", "ok", "ok")]
    [TestCase("admin", "patch all", "attribute.not_writable", "ok", "ok", "ok")]
    [TestCase("admin", "delete", "attribute.not_writable", "ok", "ok", "ok")]
    [TestCase("admin", "history", "attribute.no_history", "ok", "ok", "attribute.no_history")]
    [TestCase("admin", "holders", "ok", "attribute.not_searchable", "ok", "ok")]
    [TestCase("anonymous", "get", "auth.token_missing", "auth.token_missing", "auth.token_missing", "auth.token_missing")]
    [TestCase("anonymous", "list", "auth.token_missing", "auth.token_missing", "auth.token_missing", "auth.token_missing")]
    [TestCase("anonymous", "put", "auth.token_missing", "auth.token_missing", "auth.token_missing", "auth.token_missing")]
    [TestCase("anonymous", "patch", "auth.token_missing", "auth.token_missing", "auth.token_missing", "auth.token_missing")]
    [TestCase("anonymous", "patch all", "auth.token_missing", "auth.token_missing", "auth.token_missing", "auth.token_missing")]
    [TestCase("anonymous", "delete", "auth.token_missing", "auth.token_missing", "auth.token_missing", "auth.token_missing")]
    [TestCase("anonymous", "history", "auth.token_missing", "auth.token_missing", "auth.token_missing", "auth.token_missing")]
    [TestCase("anonymous", "holders", "auth.token_missing", "auth.token_missing", "auth.token_missing", "auth.token_missing")]
    public async Task Everybody_may_what_the_key_says_and_nothing_else(string caller, string verb, params string[] outcomes)
    {
        var host = await Hosts.Usual;
        var isPerson = caller.StartsWith("person", StringComparison.Ordinal);
        using var own = host.Client();
        var id = isPerson
            ? (await own.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId
            : await host.QueryAsync<Guid>("insert into users (email, name, status) values ($1, 'Jo', 'active') returning id", ApiClient.NewEmail());
        foreach (var (key, value, _) in Keys)
        {
            await host.QueryAsync<object>("insert into user_attributes (user_id, key, value) values ($1, $2, $3::jsonb)", id, key, value);
        }

        var api = isPerson ? own : await Callers[caller].Value;
        List<string> came = [];
        foreach (var each in Keys)
        {
            came.Add(await OutcomeAsync(host, api, verb, caller == "person" ? null : id, id, each));
        }

        Assert.That(came, Is.EqualTo(outcomes));
    }

    private static async Task<string> OutcomeAsync(ApiHost host, ApiClient api, string verb, Guid? of, Guid person, (string Key, string Value, string Sought) each)
    {
        var (key, value, sought) = each;
        var answer = await (verb switch
        {
            "get" => api.GetAttributeAsync(key, of),
            "list" => api.GetAttributesAsync($"?keys={key}", of),
            "put" => api.PutAttributeAsync(key, value, of),
            "patch" => api.MergeAttributeAsync(key, value, of),
            "patch all" => api.PatchAttributesAsync($$"""{"{{key}}":{{value}}}""", of),
            "delete" => api.DeleteAttributeAsync(key, of),
            "history" => api.GetAsync($"/api/v1/users/{(of is { } id ? $"{id}/" : "")}attributes/{key}/history"),
            _ => api.GetAsync($"/api/v1/attribute-keys/{key}/users?value={sought}"),
        });
        var isThere = await host.QueryAsync<long>("select count(*) from user_attributes where user_id = $1 and key = $2", person, key) == 1;
        var isGood = (int)answer.Status is >= 200 and < 300;
        Assert.That(isThere, Is.EqualTo(verb != "delete" || !isGood), $"{verb} {key}");
        return !isGood ? answer.Code
            : verb != "list" ? "ok"
            : answer.Json.GetProperty("items").GetArrayLength() == 1 ? "shown" : "hidden";
    }

    private static async Task<ApiClient> SignUpAsync(string? role)
    {
        var api = (await Hosts.Usual).Client();
        _ = role is null ? await api.SignUpVerifiedAndLoggedInAsync() : await api.SignUpStaffAsync(role);
        return api;
    }
}
