using System.Net;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>Calls that ask a person who is logged in for the password: changing it, giving it again.</summary>
public sealed class OwnPasswordTests
{
    private const string NewPassword = "a quiet blue river";
    private const string Wrong = "not the password";

    [Test]
    public async Task A_change_ends_the_other_sessions_and_the_person_is_told()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        using var other = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        other.AccessToken = Tokens.Read(await other.LogInAsync(person)).AccessToken;
        await api.ForgotPasswordAsync(person.Email);
        var reset = await host.TokenToAsync(person.Email, "reset-password");

        Assert.That((await api.ChangePasswordAsync(person.Password, "password1")).Faults("newPassword"), Is.EqualTo("password.common"));
        Assert.That((await api.ChangePasswordAsync(person.Password, NewPassword)).Status, Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await other.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await other.LogInAsync(person)).Code, Is.EqualTo("auth.invalid_credentials"));
        Assert.That((await other.LogInAsync(person.Email, NewPassword)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.ResetPasswordAsync(reset, "a quiet red river")).Code, Is.EqualTo("token.invalid"), "asked for before");
        Assert.That((await host.MailToAsync(person.Email)).Count(static mail => mail.Subject.Contains("was changed", StringComparison.Ordinal)), Is.EqualTo(1));
        var events = await api.GetAsync("/api/v1/users/security-events");
        Assert.That(events.Json.GetProperty("items").EnumerateArray().Select(static each => each.GetProperty("kind").GetString()), Has.One.EqualTo("password_changed"));
    }

    [Test]
    public async Task Somebody_is_told_in_their_own_language_and_not_in_that_of_whoever_asks()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        await host.QueryAsync<int>("update user_preferences set language = 'ar' where user_id = $1", tokens.UserId);

        await api.PostAsync("/api/v1/auth/password/change", new { currentPassword = person.Password, newPassword = NewPassword }, ("Accept-Language", "en"));

        Assert.That((await host.MailToAsync(person.Email))[^1].Html, Does.Contain("dir=\"rtl\""));
    }

    [Test]
    public async Task Guesses_are_refused_at_their_member_and_hold_back_logins_as_well()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();

        ApiAnswer[] guesses =
        [
            await api.ChangePasswordAsync(Wrong, NewPassword), await api.ChangeEmailAsync(ApiClient.NewEmail(), Wrong), await api.DeleteMeAsync(Wrong),
        ];
        Assert.That(guesses.Select(static guess => (guess.Status, guess.Faults("currentPassword"))), Is.All.EqualTo((HttpStatusCode.BadRequest, "password.wrong")));
        var fourth = await api.ReauthenticateAsync(Wrong);
        Assert.That((fourth.Status, fourth.Code), Is.EqualTo((HttpStatusCode.Unauthorized, "auth.invalid_credentials")));
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK), "the session lives on");
        await api.ReauthenticateAsync(Wrong);

        ApiAnswer[] held =
        [
            await api.ReauthenticateAsync(person.Password), await api.ChangePasswordAsync(person.Password, NewPassword),
            await api.ChangeEmailAsync(ApiClient.NewEmail(), person.Password), await api.DeleteMeAsync(person.Password), await api.LogInAsync(person),
        ];
        Assert.That(held.Select(static answer => (answer.Status, answer.Code)), Is.All.EqualTo((HttpStatusCode.TooManyRequests, "auth.too_many_attempts")));
    }

    [Test]
    public async Task Guesses_are_remembered_through_a_restart()
    {
        await using var database = await ApiHost.Databases.CreateDatabaseAsync(CancellationToken.None);
        Person person;
        await using (var first = await ApiHost.StartAsync(plan => plan.ConnectionString = database.ConnectionString))
        {
            using var api = first.Client();
            (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
            for (var guess = 0; guess < 5; guess++)
            {
                await api.ReauthenticateAsync(Wrong);
            }
        }

        await using var second = await ApiHost.StartAsync(plan => plan.ConnectionString = database.ConnectionString);
        using var again = second.Client();

        Assert.That((await again.LogInAsync(person)).Code, Is.EqualTo("auth.too_many_attempts"));
    }

    [Test]
    public async Task Giving_it_again_brings_fresh_tokens_and_excuses_the_old_one_for_a_moment()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (person, before) = await api.SignUpVerifiedAndLoggedInAsync();
        clock.Advance(TimeSpan.FromMinutes(9));

        var answer = await api.ReauthenticateAsync(person.Password);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Body);
        var after = Tokens.Read(answer);
        Assert.That((after.SessionId, after.DeviceId), Is.EqualTo((before.SessionId, before.DeviceId)));
        Assert.That(AuthTime(after) - AuthTime(before), Is.EqualTo(540));
        Assert.That((await api.RefreshAsync(before.RefreshToken)).Code, Is.EqualTo("auth.token_invalid"));
        var next = Tokens.Read(await api.RefreshAsync(after.RefreshToken));
        Assert.That(AuthTime(next), Is.EqualTo(AuthTime(after)), "a refresh proves nothing anew");
        Assert.That((await api.RefreshAsync(before.RefreshToken)).Code, Is.EqualTo("auth.token_reused"));
        Assert.That((await api.RefreshAsync(next.RefreshToken)).Code, Is.EqualTo("auth.session_ended"));
    }

    [Test]
    public async Task The_token_of_before_ends_the_session_once_the_new_one_was_used_and_the_moment_is_over()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan => plan.Clock = clock);
        using var api = host.Client();
        var (person, before) = await api.SignUpVerifiedAndLoggedInAsync();
        api.AccessToken = Tokens.Read(await api.ReauthenticateAsync(person.Password)).AccessToken;
        await api.GetMeAsync();

        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That((await api.RefreshAsync(before.RefreshToken)).Code, Is.EqualTo("auth.token_invalid"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await api.RefreshAsync(before.RefreshToken)).Code, Is.EqualTo("auth.token_reused"));
        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
    }

    [Test]
    public async Task Somebody_without_a_password_has_to_have_logged_in_lately()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan =>
        {
            plan.Clock = clock;
            plan.Settings["Tokens__AccessTokenLifetimeSeconds"] = "3600";
        });
        using var api = host.Client();
        var (_, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        await host.QueryAsync<int>("update users set password_hash = null where id = $1", tokens.UserId);
        clock.Advance(TimeSpan.FromSeconds(601));

        ApiAnswer[] refused = [await api.ChangePasswordAsync(null, NewPassword), await api.ChangeEmailAsync(ApiClient.NewEmail(), null), await api.DeleteMeAsync(null)];

        Assert.That(refused.Select(static answer => (answer.Status, answer.Code)), Is.All.EqualTo((HttpStatusCode.Forbidden, "auth.reauthentication_required")));
        Assert.That(refused.Select(static answer => answer.Json.GetProperty("maxAgeSeconds").GetInt32()), Is.All.EqualTo(600));
        Assert.That((await api.ReauthenticateAsync("anything at all")).Code, Is.EqualTo("auth.invalid_credentials"), "there is no password to give");
    }

    [Test]
    public async Task Whoever_is_gone_is_not_found()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        await host.QueryAsync<int>("update users set status = 'suspended', deleted_at = now() where id = $1", tokens.UserId);

        ApiAnswer[] answers =
        [
            await api.ChangePasswordAsync(person.Password, NewPassword), await api.ChangeEmailAsync(ApiClient.NewEmail(), person.Password), await api.DeleteMeAsync(person.Password),
        ];

        Assert.That(answers.Select(static answer => (answer.Status, answer.Code)), Is.All.EqualTo((HttpStatusCode.NotFound, "user.not_found")));
        Assert.That((await api.ReauthenticateAsync(person.Password)).Code, Is.EqualTo("auth.session_ended"));
    }

    [Test]
    public async Task Gives_up_when_every_race_is_lost()
    {
        using var prepare = (await LostRaces.PreparingAsync()).Client();
        using var api = (await LostRaces.Host).Client();
        var person = await prepare.SignUpVerifiedAsync();
        api.AccessToken = Tokens.Read(await api.LogInAsync(person)).AccessToken;

        Assert.That((await api.ChangePasswordAsync(person.Password, NewPassword)).Code, Is.EqualTo("concurrency.conflict"));
        Assert.That((await api.ChangeEmailAsync(ApiClient.NewEmail(), person.Password)).Code, Is.EqualTo("concurrency.conflict"));
        Assert.That((await api.DeleteMeAsync(person.Password)).Code, Is.EqualTo("concurrency.conflict"));
    }

    private static long AuthTime(Tokens tokens)
    {
        var payload = System.Buffers.Text.Base64Url.DecodeFromChars(tokens.AccessToken.Split('.')[1]);
        return JsonDocument.Parse(Encoding.UTF8.GetString(payload)).RootElement.GetProperty("auth_time").GetInt64();
    }
}
