using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Accounts;

/// <summary>What people are told of logins to their account.</summary>
public sealed class LogInNoticesTests
{
    [Test]
    public async Task A_login_from_another_device_is_mailed_and_shown_to_the_person()
    {
        Statements.Listen();
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, tokens) = await api.SignUpVerifiedAndLoggedInAsync();
        var first = await host.MailToAsync(person.Email);

        var known = await LogInAsync(api, person, tokens.DeviceId);
        var other = await LogInAsync(api, person, device: null);

        var mail = (await host.MailToAsync(person.Email)).Skip(first.Count).ToList();
        Assert.That(mail, Has.Count.EqualTo(1), "For the new device alone.");
        Assert.That(mail[0].Subject, Does.Contain("New login"));
        Assert.That(mail[0].Text, Does.Contain("Ann's phone").And.Contain("127.0.0.1"));
        var noted = (await api.GetAsync("/api/v1/users/security-events")).Json.GetProperty("items");
        Assert.That(noted.GetArrayLength(), Is.EqualTo(1));
        Assert.That(
            (noted[0].GetProperty("kind").GetString(), noted[0].GetProperty("deviceName").GetString(), noted[0].GetProperty("ipAddress").GetString(), noted[0].GetProperty("sessionId").GetGuid()),
            Is.EqualTo(("new_device", "Ann's phone", "127.0.0.1", Tokens.Read(other).SessionId)));
        Assert.That((Statements.Of(known).Count, Statements.Of(other).Count), Is.EqualTo((2, 2)), "A look-up and one round trip of writes.");
    }

    [Test]
    public async Task That_logins_were_held_back_is_shown_to_the_person_and_told_to_nobody_else()
    {
        Statements.Listen();
        using var api = (await Hosts.Usual).Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var (known, unknown) = (await FailAsync(api, person.Email), await FailAsync(api, ApiClient.NewEmail()));

        Assert.That((known.Status, unknown.Status), Is.EqualTo((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests)));
        Assert.That(Statements.Of(unknown), Is.EqualTo(Statements.Of(known)));
        var noted = (await api.GetAsync("/api/v1/users/security-events")).Json.GetProperty("items");
        Assert.That(noted.EnumerateArray().Select(static each => each.GetProperty("kind").GetString()), Is.EqualTo(["throttled"]));
    }

    private static Task<ApiAnswer> LogInAsync(ApiClient api, Person person, Guid? device) => api.PostAsync(
        "/api/v1/auth/login",
        device is { } id
            ? new { email = person.Email, password = person.Password, deviceId = id }
            : (object)new { email = person.Email, password = person.Password, deviceName = "Ann's phone" });

    private static async Task<ApiAnswer> FailAsync(ApiClient api, string email)
    {
        for (var i = 0; i < 5; i++)
        {
            await api.LogInAsync(email, "not the password");
        }

        return await api.LogInAsync(email, "not the password");
    }
}
