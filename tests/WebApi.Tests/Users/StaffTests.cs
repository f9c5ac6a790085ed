using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>What those do who look after others.</summary>
public sealed class StaffTests
{
    [Test]
    public async Task Somebody_is_suspended_let_in_deleted_and_brought_back()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        using var person = host.Client();
        await staff.SignUpStaffAsync("admin");
        var (who, tokens) = await person.SignUpVerifiedAndLoggedInAsync();
        var id = tokens.UserId;

        var suspended = await staff.SuspendAsync(id, "  asked us to  ");
        Assert.That((suspended.Status, suspended.Text("status"), suspended.Text("suspensionReason")), Is.EqualTo((HttpStatusCode.OK, "suspended", "asked us to")), suspended.Body);
        Assert.That((await person.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"), "at once");
        Assert.That((await person.LogInAsync(who)).Code, Is.EqualTo("auth.account_suspended"));

        var active = await staff.ReactivateAsync(id);
        Assert.That((active.Status, active.Text("status"), active.Json.GetProperty("suspendedAt").GetString()), Is.EqualTo((HttpStatusCode.OK, "active", (string?)null)));
        Assert.That((await person.LogInAsync(who)).Status, Is.EqualTo(HttpStatusCode.OK));

        var deleted = await staff.DeleteUserAsync(id);
        Assert.That((deleted.Status, deleted.Json.GetProperty("daysUntilPurge").GetInt32()), Is.EqualTo((HttpStatusCode.OK, 30)), deleted.Body);
        Assert.That((await person.LogInAsync(who)).Code, Is.EqualTo("auth.invalid_credentials"));
        Assert.That((await staff.GetAsync($"/api/v1/users?email={who.Email}")).Json.GetProperty("items").GetArrayLength(), Is.Zero);
        Assert.That((await staff.GetAsync($"/api/v1/users?email={who.Email}&includeDeleted=true")).Json.GetProperty("items").GetArrayLength(), Is.EqualTo(1));
        Assert.That((await staff.GetUserAsync(id)).Json.GetProperty("deletedAt").GetString(), Is.Not.Null);

        var restored = await staff.RestoreUserAsync(id);
        Assert.That((restored.Status, restored.Text("status")), Is.EqualTo((HttpStatusCode.OK, "active")));
        Assert.That((await person.LogInAsync(who)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task What_makes_no_sense_is_a_conflict()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        await staff.SignUpStaffAsync("admin");
        using var person = host.Client();
        var active = (await person.SignUpVerifiedAndLoggedInAsync()).Tokens.UserId;
        var pending = await PendingAsync(host, person);

        await RefusedAsync(staff.ReactivateAsync(active), "user.invalid_transition");
        await RefusedAsync(staff.RestoreUserAsync(active), "user.invalid_transition");
        await RefusedAsync(staff.SuspendAsync(pending), "user.invalid_transition");
        await RefusedAsync(staff.ReactivateAsync(pending), "user.invalid_transition");
        Assert.That((await staff.DeleteUserAsync(pending)).Status, Is.EqualTo(HttpStatusCode.OK), "staff deletes who never proved an address");
        await RefusedAsync(staff.DeleteUserAsync(pending), "user.invalid_transition");
        await RefusedAsync(staff.SuspendAsync(pending), "user.invalid_transition");
        await RefusedAsync(staff.PatchUserAsync(pending, """{"fullName":"Bea"}"""), "user.invalid_transition");
    }

    [Test]
    public async Task Nobody_acts_on_whoever_may_do_more()
    {
        var host = await Hosts.Usual;
        using var admin = host.Client();
        using var support = host.Client();
        var above = (await admin.SignUpStaffAsync("admin")).Tokens.UserId;
        var own = (await support.SignUpStaffAsync("support")).Tokens.UserId;
        await host.QueryAsync<object>(
            """
            insert into roles (name) values ('caretaker') on conflict do nothing;
            """);
        await host.QueryAsync<object>(
            """
            insert into role_permissions (role_id, permission_id)
            select r.id, p.id from roles r, permissions p
            where r.name = 'caretaker' and p.name in ('users:write', 'users:suspend', 'users:delete') on conflict do nothing
            """);
        await host.QueryAsync<object>("insert into user_roles (user_id, role_id) select $1, id from roles where name = 'caretaker'", own);
        await UntilAsync(async () => (await support.PatchUserAsync(own, """{"externalId":null}""")).Status == HttpStatusCode.OK);

        foreach (var act in new Func<Task<ApiAnswer>>[]
        {
            () => support.SuspendAsync(above), () => support.ReactivateAsync(above), () => support.DeleteUserAsync(above), () => support.RestoreUserAsync(above),
            () => support.PatchUserAsync(above, """{"fullName":"Bea"}"""),
            () => support.SendAsync(HttpMethod.Delete, $"/api/v1/users/{above}/sessions", (string?)null),
            () => support.SendAsync(HttpMethod.Delete, $"/api/v1/users/{above}/sessions/{Guid.Empty}", (string?)null),
        })
        {
            var refused = await act();
            Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Forbidden, "access.target_outranks_caller")));
        }

        Assert.That((await admin.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_last_administrator_stays()
    {
        await using var host = await ApiHost.StartAsync();
        using var one = host.Client();
        using var two = host.Client();
        var first = (await one.SignUpStaffAsync("admin")).Tokens.UserId;
        var second = (await two.SignUpStaffAsync("admin")).Tokens.UserId;

        // Each takes the other away at the same moment: one of them is left.
        var answers = await Task.WhenAll(one.SuspendAsync(second), two.DeleteUserAsync(first));

        Assert.That(answers.Select(static answer => answer.Status), Has.Exactly(1).EqualTo(HttpStatusCode.OK));
        Assert.That(
            await host.QueryAsync<long>("select count(*) from live_users u join user_roles a on a.user_id = u.id where u.status = 'active'"), Is.EqualTo(1));
        using var left = answers[0].Status == HttpStatusCode.OK ? one : two;
        var self = answers[0].Status == HttpStatusCode.OK ? first : second;
        await RefusedAsync(left.SuspendAsync(self), "access.last_administrator");
        await RefusedAsync(left.DeleteUserAsync(self), "access.last_administrator");
    }

    [Test]
    public async Task Whoever_saw_an_older_version_is_told_so()
    {
        using var staff = (await Hosts.Usual).Client();
        await staff.SignUpStaffAsync("admin");
        var created = await staff.PostAsync("/api/v1/users", new { email = ApiClient.NewEmail(), fullName = "Bea", status = "active" });
        var (id, tag) = (created.Json.GetProperty("id").GetGuid(), created.ETag!);

        Assert.That((await staff.GetUserAsync(id, ("If-None-Match", tag))).Status, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That((await staff.PatchUserAsync(id, """{"fullName":"Cem"}""", ("If-Match", tag))).Status, Is.EqualTo(HttpStatusCode.OK));
        foreach (var late in new[]
        {
            await staff.PatchUserAsync(id, """{"fullName":"Dan"}""", ("If-Match", tag)), await staff.SuspendAsync(id, "x", ("If-Match", tag)),
            await staff.ReactivateAsync(id, ("If-Match", tag)), await staff.DeleteUserAsync(id, ("If-Match", tag)), await staff.RestoreUserAsync(id, ("If-Match", tag)),
        })
        {
            Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.PreconditionFailed, "concurrency.stale")));
        }
    }

    [Test]
    public async Task Nobody_unknown_is_acted_on()
    {
        using var staff = (await Hosts.Usual).Client();
        await staff.SignUpStaffAsync("admin");
        var nobody = Guid.CreateVersion7();

        foreach (var answer in new[]
        {
            await staff.GetUserAsync(nobody), await staff.PatchUserAsync(nobody, "{}"), await staff.DeleteUserAsync(nobody), await staff.SuspendAsync(nobody),
            await staff.ReactivateAsync(nobody), await staff.RestoreUserAsync(nobody), await staff.GetAsync($"/api/v1/users/{nobody}/sessions"),
            await staff.SendAsync(HttpMethod.Delete, $"/api/v1/users/{nobody}/sessions", (string?)null),
            await staff.SendAsync(HttpMethod.Delete, $"/api/v1/users/{nobody}/sessions/{nobody}", (string?)null),
        })
        {
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.NotFound, "user.not_found")), answer.Body);
        }
    }

    [Test]
    public async Task Sessions_of_others_are_seen_and_ended()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        using var person = host.Client();
        using var again = host.Client();
        await staff.SignUpStaffAsync("support");
        var (who, tokens) = await person.SignUpVerifiedAndLoggedInAsync();
        again.AccessToken = (await again.LogInAsync(who)).Text("accessToken");
        var sessions = $"/api/v1/users/{tokens.UserId}/sessions";

        var listed = (await staff.GetAsync(sessions)).Json.GetProperty("items");
        var one = await staff.SendAsync(HttpMethod.Delete, $"{sessions}/{tokens.SessionId}", (string?)null);

        Assert.That((listed.GetArrayLength(), listed[0].GetProperty("current").GetBoolean()), Is.EqualTo((2, false)));
        Assert.That(one.Status, Is.EqualTo(HttpStatusCode.NoContent), one.Body);
        Assert.That((await person.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await staff.SendAsync(HttpMethod.Delete, $"{sessions}/{tokens.SessionId}", (string?)null)).Code, Is.EqualTo("session.not_found"));
        Assert.That((await again.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await staff.SendAsync(HttpMethod.Delete, sessions, (string?)null)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await again.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await staff.GetAsync(sessions)).Json.GetProperty("items").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Every_change_by_staff_is_on_record_with_what_it_changed()
    {
        var host = await Hosts.Usual;
        using var staff = host.Client();
        var self = (await staff.SignUpStaffAsync("admin")).Tokens;
        var id = (await staff.PostAsync("/api/v1/users", new { email = ApiClient.NewEmail(), fullName = "Bea", status = "active" })).Json.GetProperty("id").GetGuid();
        await staff.PatchUserAsync(id, """{"fullName":"Cem"}""");
        await staff.SuspendAsync(id, "spam");
        await staff.ReactivateAsync(id);
        await staff.SendAsync(HttpMethod.Delete, $"/api/v1/users/{id}/sessions", (string?)null);
        await staff.DeleteUserAsync(id);
        await staff.RestoreUserAsync(id);
        await staff.ReactivateAsync(id);

        var records = await host.QueryAsync<string>(
            """
            select string_agg(concat_ws(' ', action, before #>> '{fullName}', after #>> '{fullName}', after #>> '{status}', after #>> '{suspensionReason}'), ', ' order by at, id)
            from audit_log where target = 'user:' || $1::text and actor = 'user:' || $2::text and session_id = $3 and ip_address is not null and length(mac) = 32
            """, id.ToString(), self.UserId.ToString(), self.SessionId);

        Assert.That(records, Is.EqualTo(
            "user.create Bea active, user.update Bea Cem, user.suspend suspended spam, user.reactivate active, user.end_sessions, user.delete suspended, user.restore active"));
    }

    private static async Task<Guid> PendingAsync(ApiHost host, ApiClient api)
    {
        var (person, _) = await api.SignUpAsync();
        return await host.QueryAsync<Guid>("select id from users where email = $1", person.Email);
    }

    private static async Task RefusedAsync(Task<ApiAnswer> asked, string code)
    {
        var answer = await asked;
        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.Conflict, code)), answer.Body);
    }

    // What a node hears takes a moment.
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await holds())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
