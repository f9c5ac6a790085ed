using System.Net;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Invitations;

/// <summary>Inviting people.</summary>
public sealed class InvitationTests
{
    [Test]
    public async Task An_open_link_stands_in_the_answer_and_nowhere_else()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();

        var made = await api.InviteAsync(new { message = "  come in  ", maxUses = 3 });
        var id = made.Json.GetProperty("id").GetGuid();
        var shown = await api.GetInvitationAsync(id);
        var listed = (await api.GetAsync("/api/v1/invitations")).Json.GetProperty("items")[0];

        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Body);
        Assert.That(made.Headers.Location!.ToString(), Is.EqualTo($"/api/v1/invitations/{id}"));
        Assert.That(made.Headers.CacheControl!.NoStore, Is.True);
        Assert.That(made.Text("url"), Is.EqualTo($"https://users.example.org/invitation?token={made.Text("token")}"));
        Assert.That(made.Text("token"), Has.Length.EqualTo(43));
        Assert.That((made.Text("status"), made.Text("message"), made.Json.GetProperty("inviterId").GetGuid()), Is.EqualTo(("pending", "come in", tokens.UserId)));
        Assert.That(made.Json.GetProperty("expiresAt").GetDateTimeOffset() - made.Json.GetProperty("createdAt").GetDateTimeOffset(), Is.EqualTo(TimeSpan.FromDays(7)));
        Assert.That(
            new[] { shown.Json, listed }.SelectMany(static each => new[] { each.GetProperty("token").ValueKind, each.GetProperty("url").ValueKind }),
            Is.All.EqualTo(JsonValueKind.Null));
        Assert.That(await host.QueryAsync<long>("select count(*) from invitations where token_hash = sha256(convert_to($1, 'UTF8'))", made.Text("token")), Is.EqualTo(1));
    }

    [Test]
    public async Task By_mail_the_secret_is_in_the_mail_alone_with_who_invites_and_what_they_say()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var email = ApiClient.NewEmail();

        var made = await api.InviteAsync(new { email, message = "come in, see evil.example" });
        var token = await host.TokenToAsync(email, "invitation");
        var mail = (await host.MailToAsync(email)).Single();

        Assert.That((made.Json.GetProperty("token").ValueKind, made.Json.GetProperty("url").ValueKind), Is.EqualTo((JsonValueKind.Null, JsonValueKind.Null)));
        Assert.That(made.Body, Does.Not.Contain(token));
        Assert.That(mail.Text, Does.Contain("Ann Example").And.Contain("come in, see evil. example"), "no link but ours");
        var preview = await api.LookUpAsync(token);
        Assert.That((preview.Text("inviterName"), preview.Text("email")), Is.EqualTo(("Ann Example", email)));
    }

    [Test]
    public async Task To_an_address_that_has_an_account_answers_the_same_and_its_owner_is_told()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var api = host.Client();
        var known = await api.SignUpVerifiedAsync();
        await api.SignUpVerifiedAndLoggedInAsync();
        var stranger = ApiClient.NewEmail();

        var (one, other) = (await api.InviteAsync(new { email = stranger }), await api.InviteAsync(new { email = known.Email }));
        await host.OutboxIdleAsync();

        Assert.That((one.Status, one.Body.Length), Is.EqualTo((other.Status, other.Body.Length)));
        Assert.That(Sent(one), Is.EqualTo(Sent(other)));
        Assert.That((await host.MailToAsync(known.Email))[^1].Text, Does.Contain("invited you").And.Not.Contain("?token="));
        var both = new[] { one, other }.Select(static made => made.Json.GetProperty("id").GetGuid()).Select(id => api.GetInvitationAsync(id));
        Assert.That((await Task.WhenAll(both)).Select(static shown => $"{shown.Text("status")} {shown.Json.GetProperty("usedCount")}"), Is.All.EqualTo("pending 0"));
    }

    [Test]
    public async Task Sent_again_brings_a_new_secret_and_a_new_time_and_the_old_secret_dies()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var email = ApiClient.NewEmail();
        var (id, old) = await api.InviteByMailAsync(email);
        var tag = (await api.GetInvitationAsync(id)).ETag!;
        Assert.That((await api.ResendAsync(id, ("If-Match", "\"v77\""))).Code, Is.EqualTo("concurrency.stale"));
        Assert.That((await api.GetInvitationAsync(id, ("If-None-Match", tag))).Status, Is.EqualTo(HttpStatusCode.NotModified));

        await api.ResendAsync(id, ("If-Match", tag));
        await host.OutboxIdleAsync();
        Assert.That((await api.LookUpAsync(old)).Status, Is.EqualTo(HttpStatusCode.OK), "a mail that may not go yet leaves the old one alive");
        clock.Advance(TimeSpan.FromMinutes(2));
        var answer = await api.ResendAsync(id);
        var token = await host.TokenToAsync(email, "invitation");

        Assert.That((answer.Status, answer.Json.GetProperty("expiresAt").GetDateTimeOffset()), Is.EqualTo((HttpStatusCode.OK, clock.GetUtcNow().AddDays(7))), answer.Body);
        Assert.That(token, Is.Not.EqualTo(old));
        Assert.That((await api.LookUpAsync(old)).Code, Is.EqualTo("invitation.invalid"));
        Assert.That((await api.AcceptAsync(token, email)).Text("status"), Is.EqualTo("active"));
        Assert.That((await api.ResendAsync(id)).Code, Is.EqualTo("invitation.not_pending"));
        Assert.That(await host.QueryAsync<long>("select count(*) from audit_log where action = 'invitation.resend' and target = $1", $"invitation:{id}"), Is.EqualTo(2));
    }

    [Test]
    public async Task Taken_back_is_worth_nothing_and_an_open_link_is_not_mailed()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var (id, token) = await api.OpenLinkAsync();
        Assert.That((await api.ResendAsync(id)).Code, Is.EqualTo("invitation.not_mailed"));
        Assert.That((await api.RevokeAsync(id, ("If-Match", "\"v9\""))).Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));

        Assert.That((await api.RevokeAsync(id)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await api.RevokeAsync(id)).Status, Is.EqualTo(HttpStatusCode.NoContent), "once more changes nothing");
        Assert.That((await api.LookUpAsync(token)).Code, Is.EqualTo("invitation.invalid"));
        Assert.That((await api.GetInvitationAsync(id)).Text("status"), Is.EqualTo("revoked"));
        Assert.That((await api.ResendAsync(id)).Code, Is.EqualTo("invitation.not_pending"));
    }

    [Test]
    public async Task Others_see_nothing_of_it_but_support_may_look()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        using var other = host.Client();
        using var support = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        await other.SignUpVerifiedAndLoggedInAsync();
        await support.SignUpStaffAsync("support");
        var (id, _) = await api.OpenLinkAsync();

        Assert.That((await other.GetInvitationAsync(id)).Code, Is.EqualTo("invitation.not_found"));
        Assert.That((await other.RevokeAsync(id)).Code, Is.EqualTo("invitation.not_found"));
        Assert.That((await other.ResendAsync(id)).Code, Is.EqualTo("invitation.not_found"));
        var denied = await other.GetAsync($"/api/v1/invitations?inviterId={tokens.UserId}");
        Assert.That((denied.Status, denied.Code), Is.EqualTo((HttpStatusCode.Forbidden, "access.denied")));
        Assert.That((await support.GetInvitationAsync(id)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await support.GetAsync($"/api/v1/invitations?inviterId={tokens.UserId}")).Json.GetProperty("items").GetArrayLength(), Is.EqualTo(1));
        Assert.That((await support.RevokeAsync(id)).Code, Is.EqualTo("invitation.not_found"), "looking is all");
    }

    [Test]
    public async Task Are_listed_newest_first_in_pages_by_where_they_stand()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            made.Insert(0, (await api.OpenLinkAsync()).Id);
        }

        await api.RevokeAsync(made[2]);
        var first = (await api.GetAsync("/api/v1/invitations?limit=2")).Json;
        var cursor = first.GetProperty("nextCursor").GetString();
        var second = (await api.GetAsync($"/api/v1/invitations?limit=3&cursor={cursor}")).Json;

        Assert.That(IdsIn(first).Concat(IdsIn(second)), Is.EqualTo(made));
        Assert.That(second.GetProperty("nextCursor").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(IdsIn((await api.GetAsync("/api/v1/invitations?status=revoked")).Json), Is.EqualTo([made[2]]));
        Assert.That(IdsIn((await api.GetAsync("/api/v1/invitations?status=pending")).Json), Is.EqualTo(made.Except([made[2]])));
        Assert.That((await api.GetAsync($"/api/v1/invitations?status=pending&cursor={cursor}")).Code, Is.EqualTo("cursor.invalid"));
        Assert.That((await api.GetAsync("/api/v1/invitations?inviterId=me")).Faults("inviterId"), Is.EqualTo("type"));
    }

    [Test]
    public async Task Twenty_may_be_open_and_fifty_made_in_a_day_however_many_are_asked_for_at_once()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => api.InviteAsync()));
        Assert.That(answers.Count(static answer => answer.Status == HttpStatusCode.Created), Is.EqualTo(20));
        Assert.That(answers.Where(static answer => answer.Status != HttpStatusCode.Created).Select(static answer => answer.Code), Is.All.EqualTo("invitation.too_many_open"));

        await host.QueryAsync<object>("update invitations set revoked_at = created_at");
        clock.Advance(TimeSpan.FromHours(1));
        api.AccessToken = Tokens.Read(await api.LogInAsync(person)).AccessToken;
        for (var i = 0; i < 30; i++)
        {
            Assert.That((await api.InviteAsync()).Status, Is.EqualTo(HttpStatusCode.Created));
            await host.QueryAsync<object>("update invitations set revoked_at = created_at");
        }

        var late = await api.InviteAsync();
        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.TooManyRequests, "invitation.too_many_today")));
        Assert.That(late.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromHours(23)));
        clock.Advance(TimeSpan.FromHours(23));
        api.AccessToken = Tokens.Read(await api.LogInAsync(person)).AccessToken;
        Assert.That((await api.InviteAsync()).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task To_roles_only_by_whoever_may_give_them_and_gave_the_password_lately()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        using var admin = host.Client();
        var support = await host.QueryAsync<Guid>("select id from roles where name = 'support'");
        var everybody = await host.QueryAsync<Guid>("select id from roles where name = 'user'");
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var (person, _) = await admin.SignUpStaffAsync("admin");

        var denied = await api.InviteAsync(new { roleIds = new[] { support } });
        Assert.That((denied.Status, denied.Text("missingPermission")), Is.EqualTo((HttpStatusCode.Forbidden, "roles:assign")));
        var unknown = await admin.InviteAsync(new { roleIds = new[] { support, everybody, Guid.Empty } });
        Assert.That((unknown.Faults("roleIds[0]"), unknown.Faults("roleIds[1]"), unknown.Faults("roleIds[2]")), Is.EqualTo(("", "role.unknown", "role.unknown")));

        await host.QueryAsync<object>(
            """
            with made as (insert into roles (name) values ('recruiter') returning id),
                 granted as (insert into role_permissions (role_id, permission_id) select made.id, p.id from made, permissions p where p.name = 'roles:assign')
            insert into user_roles (user_id, role_id) select $1, id from made
            """, tokens.UserId);
        await Processes.Outage.UntilAsync(
            async () => (await api.InviteAsync(new { roleIds = new[] { support } })).Code == "access.gives_more_than_held", TimeSpan.FromSeconds(10));

        clock.Advance(TimeSpan.FromMinutes(11));
        admin.AccessToken = Tokens.Read(await admin.RefreshAsync(Tokens.Read(await admin.LogInAsync(person)).RefreshToken)).AccessToken;
        Assert.That((await admin.InviteAsync(new { roleIds = new[] { support } })).Status, Is.EqualTo(HttpStatusCode.Created));
        var old = Tokens.Read(await admin.LogInAsync(person));
        clock.Advance(TimeSpan.FromMinutes(11));
        admin.AccessToken = Tokens.Read(await admin.RefreshAsync(old.RefreshToken)).AccessToken;
        Assert.That((await admin.InviteAsync(new { roleIds = new[] { support } })).Code, Is.EqualTo("auth.reauthentication_required"));
        Assert.That((await admin.PostAsync("/api/v1/invitations/bulk", new { items = new[] { new { roleIds = new[] { support } } } })).Code, Is.EqualTo("auth.reauthentication_required"));
        Assert.That((await admin.InviteAsync()).Status, Is.EqualTo(HttpStatusCode.Created), "without roles nothing is asked");
    }

    [TestCase("""{"email":"no address"}""", "email", "email.malformed")]
    [TestCase("""{"email":" "}""", "email", "required")]
    [TestCase("""{"email":"a@example.org","maxUses":2}""", "maxUses", "max_uses.mailed_once")]
    [TestCase("""{"maxUses":0}""", "maxUses", "max_uses.out_of_range")]
    [TestCase("""{"maxUses":1001}""", "maxUses", "max_uses.out_of_range")]
    [TestCase("""{"expiresInSeconds":59}""", "expiresInSeconds", "lifetime.out_of_range")]
    [TestCase("""{"expiresInSeconds":2592001}""", "expiresInSeconds", "lifetime.out_of_range")]
    [TestCase("""{"message":"a\u0000b"}""", "message", "text.malformed")]
    [TestCase("""{"roleIds":["x"]}""", "roleIds[0]", "type")]
    [TestCase("""{"token":"mine"}""", "token", "unknown")]
    public async Task Tells_what_is_wrong_at_the_member(string body, string path, string code)
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.PostAsync("/api/v1/invitations", body);

        Assert.That((answer.Status, answer.Faults(path)), Is.EqualTo((HttpStatusCode.BadRequest, code)), answer.Body);
    }

    [Test]
    public async Task Asked_for_again_under_the_same_key_it_is_the_same_with_its_secret()
    {
        using var api = (await Hosts.Usual).Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var key = ("Idempotency-Key", $"link-{person.Email}");

        var answers = new[] { await api.InviteAsync(new { maxUses = 2 }, key), await api.InviteAsync(new { maxUses = 2 }, key) };

        Assert.That(answers.Select(static answer => answer.Body), Is.All.EqualTo(answers[0].Body));
        Assert.That((await api.LookUpAsync(answers[1].Text("token"))).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.InviteAsync(new { maxUses = 3 }, key)).Code, Is.EqualTo("idempotency.key_reused"));
    }

    [Test]
    public async Task Gives_up_when_every_race_is_lost()
    {
        var losing = await LostRaces.Host;
        using var preparing = (await LostRaces.PreparingAsync()).Client();
        using var api = losing.Client();
        var (person, _) = await preparing.SignUpVerifiedAndLoggedInAsync();
        api.AccessToken = preparing.AccessToken;

        Assert.That((await api.InviteAsync()).Code, Is.EqualTo(CommonErrors.LostRace.Code), person.Email);
    }

    // What the caller may do is remembered for a while, and forgotten whenever somebody's roles change.
    private static int Sent(ApiAnswer answer) => Statements.Of(answer).Count(static sent => !sent.Contains("with recursive held", StringComparison.Ordinal));

    private static IEnumerable<Guid> IdsIn(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("id").GetGuid());
}
