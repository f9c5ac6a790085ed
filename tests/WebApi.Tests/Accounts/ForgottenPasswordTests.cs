using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>A forgotten password is set anew with a mailed link.</summary>
public sealed class ForgottenPasswordTests
{
    private const string NewPassword = "a quiet blue river";

    [Test]
    public async Task Asking_answers_the_same_for_the_same_work_whoever_is_asked_for()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        var (left, _) = await api.SignUpVerifiedAndLoggedInAsync();
        await api.DeleteMeAsync(left.Password);
        api.AccessToken = null;
        var (pending, _) = await api.SignUpAsync();
        var stranger = ApiClient.NewEmail();

        var answers = new List<ApiAnswer>();
        foreach (var email in new[] { stranger, person.Email, person.Email, left.Email, pending.Email })
        {
            answers.Add(await api.ForgotPasswordAsync(email));
        }

        Assert.That(answers.Select(static answer => (answer.Status, answer.Body, Statements.Of(answer).Count)).Distinct(), Has.Exactly(1).Items);
        Assert.That(answers[0].Status, Is.EqualTo(HttpStatusCode.Accepted));
        await host.OutboxIdleAsync();
        Assert.That(await host.MailToAsync(stranger), Is.Empty);
        Assert.That((await host.MailToAsync(person.Email)).Count(static mail => mail.Text.Contains("/reset-password?", StringComparison.Ordinal)), Is.EqualTo(1), "once a minute");
    }

    [Test]
    public async Task The_link_sets_a_password_once_ends_every_session_and_voids_what_was_under_way()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var elsewhere = ApiClient.NewEmail();
        await api.ChangeEmailAsync(elsewhere, person.Password);
        var move = await host.TokenToAsync(elsewhere, "confirm-email");
        await api.ForgotPasswordAsync(person.Email.ToUpperInvariant());
        var token = await host.TokenToAsync(person.Email, "reset-password");

        Assert.That((await api.ResetPasswordAsync(token, "password1")).Faults("newPassword"), Is.EqualTo("password.common"));
        Assert.That((await api.ResetPasswordAsync(token, person.Email)).Faults("newPassword"), Is.EqualTo("password.is_personal"));
        Assert.That((await api.ResetPasswordAsync(token, NewPassword)).Status, Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await api.RefreshAsync(tokens.RefreshToken)).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await api.ResetPasswordAsync(token, NewPassword)).Code, Is.EqualTo("token.invalid"));
        Assert.That((await api.VerifyAsync(move)).Code, Is.EqualTo("token.invalid"));
        Assert.That((await api.LogInAsync(person)).Code, Is.EqualTo("auth.invalid_credentials"));
        Assert.That((await api.LogInAsync(person.Email, NewPassword)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await host.MailToAsync(person.Email)).Select(static mail => mail.Subject), Has.One.Contains("was changed"));
    }

    [Test]
    public async Task Of_ten_uses_at_once_one_sets_the_password()
    {
        var host = await Hosts.OnceAsync(static plan => plan.Settings["Passwords__MaxConcurrentHashes"] = "64");
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        await api.ForgotPasswordAsync(person.Email);
        var token = await host.TokenToAsync(person.Email, "reset-password");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => api.ResetPasswordAsync(token, $"{NewPassword} {i}")));

        Assert.That(answers.Count(static answer => answer.Status is HttpStatusCode.NoContent), Is.EqualTo(1));
        Assert.That(answers.Where(static answer => answer.Status is not HttpStatusCode.NoContent).Select(static answer => answer.Code),
            Is.All.EqualTo("token.invalid").Or.EqualTo("auth.too_many_attempts"));
    }

    [Test]
    public async Task Proves_a_pending_address_and_leaves_a_suspension()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (pending, _) = await api.SignUpAsync();
        var suspended = await api.SignUpVerifiedAsync();
        await host.QueryAsync<int>("update users set status = 'suspended' where email_normalized = $1", suspended.Email);
        foreach (var person in new[] { pending, suspended })
        {
            await api.ForgotPasswordAsync(person.Email);
            var token = await host.TokenToAsync(person.Email, "reset-password");
            Assert.That((await api.ResetPasswordAsync(token, NewPassword)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        }

        Assert.That((await api.LogInAsync(pending.Email, NewPassword)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.LogInAsync(suspended.Email, NewPassword)).Code, Is.EqualTo("auth.account_suspended"));
    }

    [Test]
    public async Task A_link_that_came_too_late_is_refused()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan =>
        {
            plan.Clock = clock;
            plan.Settings["Verification__PasswordTokenLifetimeSeconds"] = "120";
        });
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        await api.ForgotPasswordAsync(person.Email);
        var token = await host.TokenToAsync(person.Email, "reset-password");

        clock.Advance(TimeSpan.FromSeconds(120));

        Assert.That((await api.ResetPasswordAsync(token, NewPassword)).Code, Is.EqualTo("token.invalid"));
    }

    [Test]
    public async Task Mail_to_one_address_is_bounded_on_all_nodes_and_what_is_dropped_voids_nothing()
    {
        var clock = new PastClock();
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        await using var one = await ApiHost.StartAsync(plan => (plan.Clock, plan.ConnectionString) = (clock, database.ConnectionString));
        await using var other = await ApiHost.StartAsync(plan => (plan.Clock, plan.ConnectionString) = (clock, database.ConnectionString));
        using var api = one.Client();
        using var elsewhere = other.Client();
        var person = await api.SignUpVerifiedAsync();
        await api.ForgotPasswordAsync(person.Email);
        await one.OutboxIdleAsync();
        await other.OutboxIdleAsync();

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.That((await elsewhere.ForgotPasswordAsync(person.Email)).Status, Is.EqualTo(HttpStatusCode.Accepted));
        await one.OutboxIdleAsync();
        await other.OutboxIdleAsync();

        var mails = one.Mailbox.To(person.Email).Concat(other.Mailbox.To(person.Email))
            .Where(static mail => mail.Text.Contains("/reset-password?", StringComparison.Ordinal)).ToList();
        Assert.That(mails, Has.Count.EqualTo(1));
        var token = Testing.EmlReader.TokenIn(mails[0].Text);
        Assert.That((await api.ResetPasswordAsync(token, NewPassword)).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task A_login_that_was_comparing_the_old_password_leaves_no_session()
    {
        var slow = new SlowPasswords(verifications: true);
        await using var host = await ApiHost.StartAsync(plan => plan.Adjust = slow.Replace);
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        await api.ForgotPasswordAsync(person.Email);
        var token = await host.TokenToAsync(person.Email, "reset-password");

        var comparing = api.LogInAsync(person);
        await slow.Entered;
        Assert.That((await api.ResetPasswordAsync(token, NewPassword)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        slow.GoOn();

        Assert.That((await comparing).Code, Is.EqualTo("auth.invalid_credentials"));
        Assert.That(await host.QueryAsync<long>("select count(*) from user_sessions"), Is.Zero);
    }

    [Test]
    public async Task Gives_up_when_every_race_is_lost()
    {
        using var prepare = (await LostRaces.PreparingAsync()).Client();
        using var api = (await LostRaces.Host).Client();
        var preparing = await LostRaces.PreparingAsync();
        var person = await prepare.SignUpVerifiedAsync();
        await prepare.ForgotPasswordAsync(person.Email);
        var token = await preparing.TokenToAsync(person.Email, "reset-password");

        Assert.That((await api.ResetPasswordAsync(token, NewPassword)).Code, Is.EqualTo("concurrency.conflict"));
    }
}
