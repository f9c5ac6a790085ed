using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Users;

/// <summary>Deleting oneself, and coming back.</summary>
public sealed class LeavingTests
{
    [Test]
    public async Task Whoever_leaves_is_gone_at_once_and_comes_back_by_the_mailed_link()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        await api.ForgotPasswordAsync(person.Email);
        var reset = await host.TokenToAsync(person.Email, "reset-password");

        Assert.That((await api.DeleteMeAsync(person.Password)).Status, Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That((await api.GetMeAsync()).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await api.RefreshAsync(tokens.RefreshToken)).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await api.LogInAsync(person)).Code, Is.EqualTo("auth.invalid_credentials"));
        Assert.That((await api.ResetPasswordAsync(reset, "a quiet blue river")).Code, Is.EqualTo("token.invalid"));
        var token = await host.TokenToAsync(person.Email, "restore");
        Assert.That((await api.RestoreAsync(token)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await api.RestoreAsync(token)).Code, Is.EqualTo("token.invalid"), "it works once");
        Assert.That((await api.LogInAsync(person)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Whoever_lost_the_mail_gets_another_by_saying_that_they_forgot_the_password()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        await api.DeleteMeAsync(person.Password);
        var first = await host.TokenToAsync(person.Email, "restore");

        await api.ForgotPasswordAsync(person.Email);

        var second = await host.TokenToAsync(person.Email, "restore");
        Assert.That((await api.RestoreAsync(first)).Code, Is.EqualTo("token.invalid"));
        Assert.That((await api.RestoreAsync(second)).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Whoever_comes_too_late_is_told_so()
    {
        var clock = new PastClock();
        await using var host = await ApiHost.StartAsync(plan =>
        {
            plan.Clock = clock;
            plan.Settings["Users__PurgeAfterDays"] = "7";
        });
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        await api.DeleteMeAsync(person.Password);
        var token = await host.TokenToAsync(person.Email, "restore");
        clock.Advance(TimeSpan.FromDays(7));

        var late = await api.RestoreAsync(token);

        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "user.restore_too_late")));
        Assert.That((await api.LogInAsync(person)).Code, Is.EqualTo("auth.invalid_credentials"));
    }

    [Test]
    public async Task The_last_administrator_stays_and_of_two_at_once_one_goes()
    {
        await using var host = await ApiHost.StartAsync();
        using var api = host.Client();
        using var other = host.Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var (second, secondTokens) = await other.SignUpVerifiedAndLoggedInAsync();
        const string Promote = "insert into user_roles (user_id, role_id) select $1, id from roles where name = 'admin'";
        await host.QueryAsync<int>(Promote, tokens.UserId);
        var alone = await api.DeleteMeAsync(person.Password);
        await host.QueryAsync<int>(Promote, secondTokens.UserId);

        var both = await Task.WhenAll(api.DeleteMeAsync(person.Password), other.DeleteMeAsync(second.Password));

        Assert.That((alone.Status, alone.Code), Is.EqualTo((HttpStatusCode.Conflict, "access.last_administrator")));
        Assert.That(both.Select(static answer => answer.Status), Is.EquivalentTo([HttpStatusCode.NoContent, HttpStatusCode.Conflict]));
    }

    [TestCase(null, "request.malformed")]
    [TestCase("", "request.malformed")]
    [TestCase("null", "request.malformed")]
    [TestCase("{}", "validation.failed")]
    public async Task A_body_without_a_password_is_told(string? body, string code)
    {
        using var api = (await Hosts.Usual).Client();
        await api.SignUpVerifiedAndLoggedInAsync();

        var answer = await api.SendAsync(HttpMethod.Delete, "/api/v1/users/me", body);

        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, code)), answer.Body);
        Assert.That((await api.GetMeAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Gives_up_when_every_race_is_lost()
    {
        var preparing = await LostRaces.PreparingAsync();
        using var prepare = preparing.Client();
        using var api = (await LostRaces.Host).Client();
        var (person, _) = await prepare.SignUpVerifiedAndLoggedInAsync();
        await prepare.DeleteMeAsync(person.Password);

        Assert.That((await api.RestoreAsync(await preparing.TokenToAsync(person.Email, "restore"))).Code, Is.EqualTo("concurrency.conflict"));
    }
}
