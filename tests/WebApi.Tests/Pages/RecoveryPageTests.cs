using System.Net;
using NUnit.Framework;
using UserSystem.Testing;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Pages;

/// <summary>The pages that lead back into an account, from the mail to the next login.</summary>
public sealed class RecoveryPageTests
{
    private const string Reset = "/reset-password";
    private const string NewPassword = "ein stiller grüner Fluß";

    [Test]
    public async Task A_forgotten_password_is_set_anew()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        var token = await ForgetAsync(host, api, person);

        var question = await api.OpenAsync($"?token={token}", path: Reset);
        var done = await api.PressAsync(token, path: Reset, password: NewPassword);

        Assert.That(question.Body, Does.Contain("""<form method="post" action="/reset-password">""").And.Contain(
            """<input type="password" id="password" name="password" autocomplete="new-password" required />"""));
        Assert.That((done.Status, done.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/html")), done.Body);
        Assert.That(done.Read(), Does.Contain("Your password is set"));
        Assert.That((await api.LogInAsync(person.Email, NewPassword)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.PressAsync(token, path: Reset, password: NewPassword)).Read(), Does.Contain("This link does not work any more"));
    }

    [TestCase("en", "password", "This password is among the first that are guessed.")]
    [TestCase("ar", "password", "كلمة المرور هذه من أول ما يُجرَّب تخمينه.")]
    [TestCase("en", "", "Type a new password.")]
    [TestCase("ar", "", "اكتب كلمة مرور جديدة.")]
    [TestCase("en", null, "Type a new password.")]
    public async Task A_refused_password_is_asked_for_again_and_spends_nothing(string language, string? refused, string fault)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        var token = await ForgetAsync(host, api, person);

        var page = await api.PressAsync(token, language, Reset, refused);

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page.Read(), Does.Contain($"<li dir=\"auto\">{fault}</li>").And.Contain($"name=\"token\" value=\"{token}\""));
        Assert.That(page.Read(), Does.Contain("aria-describedby=\"faults\" aria-invalid=\"true\"").And.Not.Contain("value=\"password\""));
        Assert.That((await api.PressAsync(token, path: Reset, password: NewPassword)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_longest_password_fits_whatever_its_letters()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var person = await api.SignUpVerifiedAsync();
        var password = string.Concat(Enumerable.Repeat("🚀", 256));

        var page = await api.PressAsync(await ForgetAsync(host, api, person), path: Reset, password: password);

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK), page.Body);
        Assert.That((await api.LogInAsync(person.Email, password)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_new_address_is_confirmed_and_taken_back()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var moved = person with { Email = ApiClient.NewEmail() };
        var asked = await api.PostAsync("/api/v1/users/me/email", new { newEmail = moved.Email, currentPassword = person.Password });
        Assert.That(asked.Status, Is.EqualTo(HttpStatusCode.Accepted), asked.Body);
        var token = api.AccessToken;
        api.AccessToken = null;
        Assert.That((await api.OpenAsync("?token=the-secret", path: "/confirm-email")).Read(), Does.Contain("logged out on all devices"));

        Assert.That((await PressMailedAsync(host, api, moved.Email, "/confirm-email")).Read(), Does.Contain("Your account uses this address"));
        Assert.That((await api.GetMeAsync(("Authorization", $"Bearer {token}"))).Code, Is.EqualTo("auth.session_ended"));
        Assert.That((await api.LogInAsync(moved)).Status, Is.EqualTo(HttpStatusCode.OK));

        Assert.That(
            (await PressMailedAsync(host, api, person.Email, "/confirm-email")).Read(),
            Does.Contain("Your account uses this address").And.Contain("your password was removed").And.Contain("set a new one"));
        Assert.That((await api.LogInAsync(moved)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await api.LogInAsync(person)).Status, Is.EqualTo(HttpStatusCode.Unauthorized), "As the page says, the password is gone.");
    }

    [TestCase("en", "If you are taking back a change, you will also need a new password.")]
    [TestCase("ar", "وإذا كنت تتراجع عن تغيير، فستحتاج أيضًا إلى كلمة مرور جديدة.")]
    public async Task Before_a_change_is_taken_back_the_page_tells_of_the_new_password(string language, string words)
    {
        using var api = (await Hosts.Usual).Client();

        Assert.That((await api.OpenAsync("?token=the-secret", language, "/confirm-email")).Read(), Does.Contain(words));
    }

    [Test]
    public async Task Somebody_who_left_comes_back()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, _) = await api.SignUpVerifiedAndLoggedInAsync();
        var left = await api.SendAsync(HttpMethod.Delete, "/api/v1/users/me", $$"""{"currentPassword":"{{person.Password}}"}""");
        Assert.That(left.Status, Is.EqualTo(HttpStatusCode.NoContent), left.Body);
        api.AccessToken = null;

        Assert.That((await PressMailedAsync(host, api, person.Email, "/restore")).Read(), Does.Contain("Your account is back"));
        Assert.That((await api.LogInAsync(person)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<string> ForgetAsync(ApiHost host, ApiClient api, Person person)
    {
        var asked = await api.PostAsync("/api/v1/auth/password/forgot", new { email = person.Email });
        Assert.That(asked.Status, Is.EqualTo(HttpStatusCode.Accepted), asked.Body);
        return await host.TokenToAsync(person.Email, "reset-password");
    }

    private static async Task<ApiAnswer> PressMailedAsync(ApiHost host, ApiClient api, string email, string path) =>
        await api.PressAsync(await host.TokenToAsync(email, path[1..]), path: path);
}
