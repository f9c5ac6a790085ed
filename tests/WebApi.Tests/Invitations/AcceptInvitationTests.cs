using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;
using UserSystem.WebApi.Tests.Processes;

namespace UserSystem.WebApi.Tests.Invitations;

/// <summary>Signing up with an invitation.</summary>
public sealed class AcceptInvitationTests
{
    private static Task<ApiHost> ByInvitation => Hosts.OnceAsync(static plan => plan.Settings["Accounts__Registration"] = "invitation");

    [Test]
    public async Task By_mail_proves_the_address_and_needs_no_second_mail()
    {
        var host = await Hosts.Usual;
        using var inviter = host.Client();
        using var api = host.Client();
        var (_, ann) = await inviter.SignUpVerifiedAndLoggedInAsync();
        var email = ApiClient.NewEmail();
        var (id, token) = await inviter.InviteByMailAsync(email);

        var answer = await api.AcceptAsync(token, email.ToUpperInvariant());

        Assert.That((answer.Status, answer.Text("status")), Is.EqualTo((HttpStatusCode.Accepted, "active")));
        Assert.That(await host.MailToAsync(email), Has.Count.EqualTo(1), "the invitation alone");
        api.AccessToken = Tokens.Read(await api.LogInAsync(email, "a quiet green river")).AccessToken;
        Assert.That((await api.GetAsync("/api/v1/users/attributes/invited_by_user_id")).Json.GetProperty("value").GetGuid(), Is.EqualTo(ann.UserId));
        Assert.That((await inviter.GetInvitationAsync(id)).Text("status"), Is.EqualTo("accepted"));
        Assert.That((await api.AcceptAsync(token, email)).Code, Is.EqualTo("invitation.invalid"), "it is good once");
    }

    [Test]
    public async Task By_mail_is_for_that_address_alone()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var (_, token) = await api.InviteByMailAsync(ApiClient.NewEmail());

        var answer = await api.AcceptAsync(token, ApiClient.NewEmail());

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invitation.invalid")));
        Assert.That(CountedHasher.Of(answer), Is.Zero, "nothing is hashed for what is certainly worth nothing");
    }

    [Test]
    public async Task By_an_open_link_the_address_is_still_to_be_proven()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var (id, token) = await api.OpenLinkAsync();
        var email = ApiClient.NewEmail();

        var answer = await api.AcceptAsync(token, email);

        Assert.That(answer.Text("status"), Is.EqualTo("pending_verification"));
        Assert.That((await api.LogInAsync(email, "a quiet green river")).Code, Is.EqualTo("auth.email_not_verified"));
        Assert.That((await api.GetInvitationAsync(id)).Json.GetProperty("usedCount").GetInt32(), Is.EqualTo(1));
        Assert.That((await api.VerifyAsync(await host.TokenToAsync(email, "verify-email"))).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task An_open_link_does_not_tell_its_sender_which_addresses_have_accounts()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var api = host.Client();
        var known = await api.SignUpVerifiedAsync();
        var (pending, _) = await api.SignUpAsync();
        var me = await api.SignUpVerifiedAndLoggedInAsync();
        var seen = new List<string>();
        var answers = new List<ApiAnswer>();
        foreach (var email in (string[])[ApiClient.NewEmail(), known.Email, pending.Email])
        {
            var (id, token) = await api.OpenLinkAsync(maxUses: 2);
            answers.Add(await api.AcceptAsync(token, email));
            answers.Add(await api.AcceptAsync(token, email));
            var shown = (await api.GetInvitationAsync(id)).Json;
            var another = await api.AcceptAsync(token, ApiClient.NewEmail());
            var third = await api.AcceptAsync(token, ApiClient.NewEmail());
            seen.Add($"{shown.GetProperty("usedCount")} {shown.GetProperty("status")} {another.Status} {third.Code}");
        }

        Assert.That(seen, Is.All.EqualTo("1 pending Accepted invitation.invalid"), "one use an address, however often, with an account or without");
        Assert.That(answers.Select(static answer => (answer.Status, answer.Body.Length - answer.Text("email").Length)), Has.All.EqualTo(
            (answers[0].Status, answers[0].Body.Length - answers[0].Text("email").Length)));
        Assert.That(answers.Select(CountedHasher.Of), Is.All.EqualTo(1));
        Assert.That(answers.Select(Sent), Has.All.EqualTo(Sent(answers[0])));
        var tree = await api.GetAsync($"/api/v1/users/{me.Tokens.UserId}/invitees");
        Assert.That(tree.Json.GetProperty("items").GetArrayLength(), Is.Zero, "nobody is seen before the address is proven");
        Assert.That((await api.GetAsync("/api/v1/invitations/analytics")).Json.GetProperty("joined").GetInt64(), Is.Zero);
    }

    [Test]
    public async Task By_mail_to_an_address_that_has_an_account_meanwhile_answers_the_same_and_spends_nothing()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var inviter = host.Client();
        using var api = host.Client();
        await inviter.SignUpVerifiedAndLoggedInAsync();
        var (email, stranger) = (ApiClient.NewEmail(), ApiClient.NewEmail());
        var (id, token) = await inviter.InviteByMailAsync(email);
        var (_, other) = await inviter.InviteByMailAsync(stranger);
        await api.RegisterAsync(email);
        await api.VerifyAsync(await host.TokenToAsync(email, "verify-email"));

        var (known, unknown) = (await api.AcceptAsync(token, email, "another quiet river"), await api.AcceptAsync(other, stranger));

        Assert.That((known.Status, known.Text("status"), known.Body.Length), Is.EqualTo((unknown.Status, unknown.Text("status"), unknown.Body.Length)));
        Assert.That(Sent(known), Is.EqualTo(Sent(unknown)));
        Assert.That((await inviter.GetInvitationAsync(id)).Json.GetProperty("usedCount").GetInt32(), Is.Zero);
        Assert.That((await host.MailToAsync(email))[^1].Text, Does.Contain("already").And.Not.Contain("?token="));
        Assert.That((await api.LogInAsync(email, "a quiet green river")).Status, Is.EqualTo(HttpStatusCode.OK), "the password is the owner's");
    }

    [Test]
    public async Task A_registration_that_is_replaced_without_the_invitation_is_nobodys_guest()
    {
        var host = await Hosts.Usual;
        using var admin = host.Client();
        using var api = host.Client();
        await admin.SignUpStaffAsync("admin");
        var support = await host.QueryAsync<Guid>("select id from roles where name = 'support'");
        var (_, token) = await admin.OpenLinkAsync(1, support);
        var email = ApiClient.NewEmail();
        await api.AcceptAsync(token, email);
        Assert.That(await RolesOfAsync(host, email), Is.EqualTo(1));

        await api.RegisterAsync(email, "my own quiet river");

        Assert.That(await host.QueryAsync<long>(
            "select count(*) from user_attributes a join users u on u.id = a.user_id where u.email_normalized = $1", email), Is.Zero);
        Assert.That(await RolesOfAsync(host, email), Is.Zero, "whoever sent the link cannot make somebody else's registration theirs");
        Assert.That(await host.QueryAsync<long>(
            "select count(*) from invitation_acceptances a join users u on u.id = a.user_id where u.email_normalized = $1", email), Is.Zero);
        await api.AcceptAsync(token, email);
        Assert.That(await RolesOfAsync(host, email), Is.EqualTo(1), "the link is good for the same address, and costs nothing more");
    }

    [Test]
    public async Task Brings_the_roles_that_it_carries_and_leaves_a_record()
    {
        var host = await Hosts.Usual;
        using var admin = host.Client();
        using var api = host.Client();
        var (_, staff) = await admin.SignUpStaffAsync("admin");
        var support = await host.QueryAsync<Guid>("select id from roles where name = 'support'");
        var email = ApiClient.NewEmail();
        var (id, token) = await admin.InviteByMailAsync(email, support);

        await api.AcceptAsync(token, email);

        var tokens = Tokens.Read(await api.LogInAsync(email, "a quiet green river"));
        api.AccessToken = tokens.AccessToken;
        Assert.That((await api.GetAsync("/api/v1/users?limit=1")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await host.QueryAsync<Guid>("select assigned_by from user_roles where user_id = $1", tokens.UserId), Is.EqualTo(staff.UserId));
        Assert.That(await host.QueryAsync<string>("select action from audit_log where target = $1", $"user:{tokens.UserId}"), Is.EqualTo("invitation.accept"));
        Assert.That(await host.QueryAsync<string>("select after ->> 'inviterId' from audit_log where target = $1", $"user:{tokens.UserId}"), Is.EqualTo($"{staff.UserId}"));
        Assert.That(await host.QueryAsync<string>("select after -> 'roleIds' ->> 0 from audit_log where target = $1", $"invitation:{id}"), Is.EqualTo($"{support}"));
    }

    [Test]
    public async Task Is_worth_nothing_once_its_sender_may_not_give_the_roles_any_more()
    {
        var host = await Hosts.Usual;
        using var admin = host.Client();
        using var api = host.Client();
        var (_, staff) = await admin.SignUpStaffAsync("admin");
        var (_, token) = await admin.OpenLinkAsync(1, await host.QueryAsync<Guid>("select id from roles where name = 'support'"));
        var (_, plain) = await admin.OpenLinkAsync();
        await host.QueryAsync<object>("delete from user_roles where user_id = $1", staff.UserId);

        await Outage.UntilAsync(async () => (await api.LookUpAsync(token)).Status == HttpStatusCode.BadRequest, TimeSpan.FromSeconds(10));

        Assert.That((await api.AcceptAsync(token, ApiClient.NewEmail())).Code, Is.EqualTo("invitation.invalid"));
        Assert.That((await api.AcceptAsync(plain, ApiClient.NewEmail())).Status, Is.EqualTo(HttpStatusCode.Accepted), "without roles it asks for none");
    }

    [Test]
    public async Task Is_worth_nothing_while_its_sender_is_kept_out_or_gone()
    {
        var host = await Hosts.Usual;
        using var admin = host.Client();
        using var inviter = host.Client();
        using var api = host.Client();
        await admin.SignUpStaffAsync("admin");
        var (_, tokens) = await inviter.SignUpVerifiedAndLoggedInAsync();
        var (_, token) = await inviter.OpenLinkAsync(5);

        await admin.SuspendAsync(tokens.UserId);
        Assert.That((await api.AcceptAsync(token, ApiClient.NewEmail())).Code, Is.EqualTo("invitation.invalid"));
        await admin.ReactivateAsync(tokens.UserId);
        Assert.That((await api.AcceptAsync(token, ApiClient.NewEmail())).Status, Is.EqualTo(HttpStatusCode.Accepted), "a suspension that ends brings it back");
        await admin.DeleteUserAsync(tokens.UserId);
        Assert.That((await api.LookUpAsync(token)).Code, Is.EqualTo("invitation.invalid"));
    }

    [Test]
    public async Task Nobody_signs_up_without_one_where_that_is_the_rule()
    {
        var host = await ByInvitation;
        using var admin = host.Client();
        using var api = host.Client();
        var inviter = await host.QueryAsync<Guid>("insert into users (email, status, email_verified_at) values ($1, 'active', now()) returning id", ApiClient.NewEmail());
        await host.QueryAsync<object>(
            "insert into invitations (inviter_user_id, token_hash, max_uses, expires_at) values ($1, sha256('a secret'), 1, now() + interval '1 day')", inviter);

        var without = await api.RegisterAsync(ApiClient.NewEmail());
        var with = await api.AcceptAsync("a secret", ApiClient.NewEmail());

        Assert.That((without.Status, without.Code), Is.EqualTo((HttpStatusCode.Forbidden, "registration.invitation_required")));
        Assert.That(with.Status, Is.EqualTo(HttpStatusCode.Accepted), with.Body);
    }

    [Test]
    public async Task Runs_out()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var (id, token) = await api.OpenLinkAsync();
        clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.That((await api.LookUpAsync(token)).Status, Is.EqualTo(HttpStatusCode.OK));
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await api.LookUpAsync(token)).Code, Is.EqualTo("invitation.invalid"));
        Assert.That((await api.AcceptAsync(token, ApiClient.NewEmail())).Code, Is.EqualTo("invitation.invalid"));
        api.AccessToken = Tokens.Read(await api.LogInAsync(person)).AccessToken;
        Assert.That((await api.GetInvitationAsync(id)).Text("status"), Is.EqualTo("expired"));
        Assert.That((await api.RevokeAsync(id)).Code, Is.EqualTo("invitation.not_pending"));
    }

    [Test]
    public async Task Secrets_that_are_worth_nothing_count_as_guesses()
    {
        await using var host = await ApiHost.StartAsync(static plan => plan.Settings["RateLimiting__Enabled"] = "true");
        using var api = host.Client();
        ApiAnswer answer;
        var tries = 0;
        do
        {
            answer = tries % 2 == 0 ? await api.LookUpAsync($"nothing {tries}") : await api.AcceptAsync($"nothing {tries}", ApiClient.NewEmail());
        }
        while (answer.Status == HttpStatusCode.BadRequest && ++tries < 25);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.TooManyRequests, "auth.too_many_attempts")));
    }

    private static async Task<long> RolesOfAsync(ApiHost host, string email) =>
        await host.QueryAsync<long>("select count(*) from user_roles r join users u on u.id = r.user_id where u.email_normalized = $1", email);

    // What the inviter may do is remembered for a while, and forgotten whenever somebody's roles change.
    private static int Sent(ApiAnswer answer) => Statements.Of(answer).Count(static sent => !sent.Contains("with recursive held", StringComparison.Ordinal));
}
