using System.Net;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>Moving to another address, and taking that back.</summary>
public sealed class ChangeEmailTests
{
    [Test]
    public async Task The_address_changes_when_it_is_proven_and_other_sessions_end()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        using var other = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        other.AccessToken = Tokens.Read(await other.LogInAsync(person)).AccessToken;
        await api.ForgotPasswordAsync(person.Email);
        var reset = await host.TokenToAsync(person.Email, "reset-password");
        var before = (await api.GetMeAsync()).ETag;
        var moved = ApiClient.NewEmail();

        Assert.That((await api.ChangeEmailAsync(moved, person.Password)).Status, Is.EqualTo(HttpStatusCode.Accepted));
        var waiting = await api.GetMeAsync();
        Assert.That((waiting.Text("email"), waiting.Text("pendingEmail")), Is.EqualTo((person.Email, moved)));
        Assert.That(waiting.ETag, Is.Not.EqualTo(before));
        var token = await host.TokenToAsync(moved, "confirm-email");
        Assert.That((await api.VerifyAsync(token)).Status, Is.EqualTo(HttpStatusCode.NoContent));

        var me = await other.GetMeAsync();
        Assert.That(me.Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await other.LogInAsync(person)).Code, Is.EqualTo("auth.invalid_credentials"));
        Assert.That((await other.LogInAsync(moved, person.Password)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.ResetPasswordAsync(reset, "a quiet blue river")).Code, Is.EqualTo("token.invalid"), "it lies in the old mailbox");
    }

    [TestCase("en", "logged out on all devices, except in an app in which you confirm while you are logged in")]
    [TestCase("ar", "من جميع الأجهزة، ما عدا تطبيقًا تؤكّد فيه وأنت مسجّل الدخول")]
    public async Task The_mail_says_who_is_logged_out(string language, string words)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        using var anyone = host.Client();
        var email = ApiClient.NewEmail();
        await api.RegisterAsync(email, headers: ("Accept-Language", language));
        await api.VerifyAsync(await host.TokenToAsync(email, "verify-email"));
        api.AccessToken = Tokens.Read(await api.LogInAsync(email, "a quiet green river")).AccessToken;
        var (second, third) = (ApiClient.NewEmail(), ApiClient.NewEmail());

        await api.ChangeEmailAsync(second, "a quiet green river");
        var token = await host.TokenToAsync(second, "confirm-email");
        Assert.That((await host.MailToAsync(second)).Single().Text.ReplaceLineEndings(" "), Does.Contain(words));
        await api.VerifyAsync(token);
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK), "confirmed while logged in");

        await api.ChangeEmailAsync(third, "a quiet green river");
        await anyone.VerifyAsync(await host.TokenToAsync(third, "confirm-email"));
        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
    }

    [Test]
    public async Task Whoever_moves_an_account_twice_does_not_cut_its_owner_off()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var (second, third) = (ApiClient.NewEmail(), ApiClient.NewEmail());
        foreach (var email in new[] { second, third })
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            api.AccessToken = Tokens.Read(await api.LogInAsync(email == second ? person.Email : second, person.Password)).AccessToken;
            await api.ChangeEmailAsync(email, person.Password);
            Assert.That((await api.VerifyAsync(await host.TokenToAsync(email, "confirm-email"))).Status, Is.EqualTo(HttpStatusCode.NoContent));
        }

        var back = await host.TokenToAsync(person.Email, "confirm-email");
        var toSecond = await host.TokenToAsync(second, "confirm-email");
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await api.VerifyAsync(back)).Status, Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That((await api.VerifyAsync(toSecond)).Code, Is.EqualTo("token.invalid"));
        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await api.LogInAsync(person)).Code, Is.EqualTo("auth.invalid_credentials"), "whoever moved it has that password");
        await api.ForgotPasswordAsync(person.Email);
        await api.ResetPasswordAsync(await host.TokenToAsync(person.Email, "reset-password"), "a quiet blue river");
        api.AccessToken = Tokens.Read(await api.LogInAsync(person.Email, "a quiet blue river")).AccessToken;
        Assert.That((await api.GetMeAsync()).Text("email"), Is.EqualTo(person.Email));
        var events = await api.GetAsync("/api/v1/users/security-events");
        Assert.That(
            events.Json.GetProperty("items").EnumerateArray().Select(static each => each.GetProperty("kind").GetString()).Where(static kind => kind!.StartsWith("email", StringComparison.Ordinal)),
            Is.EqualTo(["email_reverted", "email_changed", "email_changed"]));
    }

    [Test]
    public async Task Whoever_moves_an_account_and_deletes_it_does_not_cut_its_owner_off()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var moved = ApiClient.NewEmail();
        await api.ChangeEmailAsync(moved, person.Password);
        await api.VerifyAsync(await host.TokenToAsync(moved, "confirm-email"));
        var back = await host.TokenToAsync(person.Email, "confirm-email");
        api.AccessToken = Tokens.Read(await api.LogInAsync(moved, person.Password)).AccessToken;
        Assert.That((await api.DeleteMeAsync(person.Password)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        var stolen = await host.TokenToAsync(moved, "restore");

        Assert.That((await api.VerifyAsync(back)).Status, Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That((await api.RestoreAsync(stolen)).Code, Is.EqualTo("token.invalid"));
        Assert.That((await api.RestoreAsync(await host.TokenToAsync(person.Email, "restore"))).Status, Is.EqualTo(HttpStatusCode.NoContent));
        await api.ForgotPasswordAsync(person.Email);
        await api.ResetPasswordAsync(await host.TokenToAsync(person.Email, "reset-password"), "a quiet blue river");
        Assert.That((await api.LogInAsync(person.Email, "a quiet blue river")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_owner_of_a_taken_address_is_told_and_the_asker_learns_nothing()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var api = host.Client();
        var owner = await api.SignUpVerifiedAsync();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();

        var free = await api.ChangeEmailAsync(ApiClient.NewEmail(), person.Password);
        var taken = await api.ChangeEmailAsync(owner.Email.ToUpperInvariant(), person.Password);

        Assert.That((taken.Status, taken.Body, Statements.Of(taken).Count), Is.EqualTo((free.Status, free.Body, Statements.Of(free).Count)));
        await host.OutboxIdleAsync();
        Assert.That((await host.MailToAsync(owner.Email))[^1].Text, Does.Not.Contain("?token=").And.Contain("already has an account"));
    }

    [Test]
    public async Task An_address_that_was_taken_since_is_told_like_a_spent_link_and_nothing_changes()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var moved = ApiClient.NewEmail();
        await api.ChangeEmailAsync(moved, person.Password);
        var token = await host.TokenToAsync(moved, "confirm-email");
        await host.QueryAsync<int>("insert into users (email, name) values ($1, 'Faster')", moved);

        Assert.That((await api.VerifyAsync(token)).Code, Is.EqualTo("token.invalid"));

        Assert.That((await api.GetMeAsync()).Text("email"), Is.EqualTo(person.Email));
    }

    [Test]
    public async Task An_old_address_that_was_taken_since_is_not_given_back()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var moved = ApiClient.NewEmail();
        await api.ChangeEmailAsync(moved, person.Password);
        await api.VerifyAsync(await host.TokenToAsync(moved, "confirm-email"));
        var back = await host.TokenToAsync(person.Email, "confirm-email");
        await host.QueryAsync<int>("insert into users (email, name) values ($1, 'Faster')", person.Email);

        Assert.That((await api.VerifyAsync(back)).Code, Is.EqualTo("token.invalid"));

        Assert.That((await api.GetMeAsync()).Text("email"), Is.EqualTo(moved), "and the session lives");
    }

    [Test]
    public async Task The_address_that_they_have_is_accepted_and_mails_nobody()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var mails = (await host.MailToAsync(person.Email)).Count;

        Assert.That((await api.ChangeEmailAsync(person.Email, person.Password)).Status, Is.EqualTo(HttpStatusCode.Accepted));

        await host.OutboxIdleAsync();
        Assert.That(await host.MailToAsync(person.Email), Has.Count.EqualTo(mails));
        Assert.That((await api.GetMeAsync()).Json.GetProperty("pendingEmail").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }
}
