using System.Net;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Pages;

/// <summary>The page behind an invitation, as a person meets it.</summary>
public sealed class InvitationPageTests
{
    private const string Path = "/invitation";

    [Test]
    public async Task Says_who_invites_spends_nothing_and_signs_up_who_fills_in_the_form()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var email = ApiClient.NewEmail();
        var (id, token) = await api.InviteByMailAsync(email);

        var page = await api.OpenAsync($"?token={token}", path: Path);
        var head = await api.SendAsync(HttpMethod.Head, $"{Path}?token={token}", (HttpContent?)null);
        Assert.That((page.Status, head.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That(page.Read(), Does.Contain("Ann Example").And.Contain(email).And.Contain("name=\"fullName\"").And.Not.Contain("name=\"email\""));
        Assert.That((await api.GetInvitationAsync(id)).Text("status"), Is.EqualTo("pending"));

        var done = await SubmitAsync(api, token, ("fullName", "Bea Example"), ("password", "a quiet green river"), ("acceptTerms", "true"));
        var again = await SubmitAsync(api, token, ("fullName", "Bea Example"), ("password", "a quiet green river"), ("acceptTerms", "true"));

        Assert.That((done.Status, again.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.BadRequest)));
        Assert.That(done.Read(), Does.Contain("Welcome"));
        Assert.That(again.Read(), Does.Contain("This link does not work any more").And.Not.Contain("<form"));
        Assert.That((await api.LogInAsync(email, "a quiet green river")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Of_an_open_link_asks_for_the_address_and_sends_a_mail_to_it()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var (_, token) = await api.OpenLinkAsync();
        var email = ApiClient.NewEmail();

        var page = await api.OpenAsync($"?token={token}", "ar", Path);
        var done = await SubmitAsync(api, token, ("email", email), ("fullName", "Bea Example"), ("password", "a quiet green river"), ("acceptTerms", "true"));

        Assert.That(page.Body, Does.Contain("name=\"email\"").And.Contain("dir=\"rtl\""));
        Assert.That(done.Read(), Does.Contain("Look into your mail"));
        Assert.That((await api.VerifyAsync(await host.TokenToAsync(email, "verify-email"))).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Asks_again_with_what_was_wrong_and_never_writes_the_password_back()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        await api.SignUpVerifiedAndLoggedInAsync();
        var (id, token) = await api.OpenLinkAsync();

        var page = await SubmitAsync(api, token, ("email", "no address"), ("fullName", "\"><script>"), ("password", "short 1"));

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page.Read(), Does.Contain("This is not an e-mail address.").And.Contain("The terms must be accepted.").And.Not.Contain("short 1"));
        Assert.That(page.Body, Does.Contain("value=\"&quot;&gt;&lt;script&gt;\"").And.Not.Contain("<script"));
        Assert.That((await SubmitAsync(api, token)).Read(), Does.Contain("Please fill this in."));
        Assert.That((await api.GetInvitationAsync(id)).Text("status"), Is.EqualTo("pending"));
    }

    [TestCase("")]
    [TestCase("?token=a&token=b")]
    public async Task Without_its_secret_is_incomplete(string query)
    {
        using var api = (await Hosts.Usual).Client();

        Assert.That((await api.OpenAsync(query, path: Path)).Read(), Does.Contain("The link is incomplete"));
        Assert.That((await api.SendAsync(HttpMethod.Post, Path, new StringContent("token=a"))).Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That((await api.SendAsync(HttpMethod.Post, Path, new FormUrlEncodedContent([]))).Read(), Does.Contain("The link is incomplete"));
    }

    private static async Task<ApiAnswer> SubmitAsync(ApiClient browser, string token, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append((Name: "token", Value: token)).Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        return await browser.SendAsync(HttpMethod.Post, Path, form, ("Accept-Language", "en"));
    }
}
