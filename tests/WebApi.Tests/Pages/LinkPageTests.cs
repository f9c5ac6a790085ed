using System.Net;
using System.Text;
using NUnit.Framework;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Pages;

/// <summary>The page behind a link in a mail, as a person meets it.</summary>
public sealed class LinkPageTests
{
    private static readonly string[] Incomplete = ["", "?token=", "?token=a&token=b", $"?token={new string('a', 600)}"];

    [Test]
    public async Task Looking_at_the_page_spends_nothing()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (_, token) = await api.SignUpAsync();

        var page = await api.OpenAsync($"?token={token}&utm_source=mail");
        var head = await api.SendAsync(HttpMethod.Head, $"{PageClient.Path}?token={token}", (HttpContent?)null);

        Assert.That((page.Status, page.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/html")));
        Assert.That(page.Body, Does.Contain("""<form method="post" action="/verify-email">"""));
        Assert.That(page.Body, Does.Contain($"""name="token" value="{token}" """.TrimEnd()));
        Assert.That((head.Status, head.Body), Is.EqualTo((HttpStatusCode.OK, "")));
        Assert.That((await api.VerifyAsync(token)).Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task The_button_proves_the_address()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (person, token) = await api.SignUpAsync();

        var page = await api.PressAsync(token);

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page.Read(), Does.Contain("Your address is confirmed"));
        Assert.That((await api.LogInAsync(person)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_link_that_was_used_is_told_in_words_and_not_as_an_error()
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var (_, token) = await api.SignUpAsync();
        await api.PressAsync(token);

        var page = await api.PressAsync(token);

        Assert.That((page.Status, page.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.BadRequest, "text/html")));
        Assert.That(page.Read(), Does.Contain("This link does not work any more").And.Not.Contain("token.invalid").And.Not.Contain("<form"));
    }

    [TestCaseSource(nameof(Incomplete))]
    public async Task A_link_without_its_token_is_incomplete(string query)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        var page = await api.OpenAsync(query);
        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page.Read(), Does.Contain("The link is incomplete").And.Not.Contain("<form"));
    }

    [TestCase("application/json", """{"token":"a"}""", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("multipart/form-data; boundary=x", "--x--", HttpStatusCode.UnsupportedMediaType)]
    [TestCase("application/x-www-form-urlencoded", "", HttpStatusCode.BadRequest)]
    [TestCase("application/x-www-form-urlencoded", "token=a&token=b", HttpStatusCode.BadRequest)]
    [TestCase("application/x-www-form-urlencoded", "a=&b=&c=&d=&e=&f=&g=&h=&i=&token=a", HttpStatusCode.BadRequest)]
    [TestCase("application/x-www-form-urlencoded", "token=a&rest=9000", HttpStatusCode.RequestEntityTooLarge)]
    public async Task What_is_no_form_of_ours_is_refused_with_a_page(string type, string body, HttpStatusCode status)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        using var content = new StringContent(body.Replace("9000", new string('9', 9000), StringComparison.Ordinal), Encoding.UTF8);

        var page = await api.SendAsync(HttpMethod.Post, PageClient.Path, content, ("Content-Type", type));

        Assert.That((page.Status, page.ContentType?.MediaType), Is.EqualTo((status, "text/html")));
        Assert.That(page.Read(), Does.Contain("The link is incomplete"));
    }

    [TestCase("ar-EG, en;q=0.5", "<html lang=\"ar\" dir=\"rtl\">", "تأكيد عنوان بريدك الإلكتروني")]
    [TestCase("en-GB", "<html lang=\"en\" dir=\"ltr\">", "Confirm your e-mail address")]
    [TestCase("fr", "<html lang=\"en\" dir=\"ltr\">", "Confirm your e-mail address")]
    public async Task Speaks_the_language_of_whoever_reads(string wish, string frame, string title)
    {
        var host = await Hosts.Usual;
        using var api = host.Client();
        Assert.That((await api.OpenAsync("?token=a", wish)).Read(), Does.Contain(frame).And.Contain($"<h1>{title}</h1>"));
    }

    [Test]
    public async Task The_form_knows_the_path_in_front_of_the_service()
    {
        var host = await Hosts.OnceAsync(static plan => plan.Settings["App__PublicUrl"] = "https://example.org/people/");
        using var api = host.Client();
        Assert.That((await api.OpenAsync("?token=a")).Body, Does.Contain("""action="/people/verify-email">"""));
    }

    [Test]
    public async Task Pages_can_be_switched_off()
    {
        var host = await Hosts.OnceAsync(static plan => plan.Settings["App__BuiltInPages"] = "false");
        using var api = host.Client();
        var answer = await api.OpenAsync("?token=a");
        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.NotFound, "route.not_found")));
    }

    [Test]
    public async Task Pages_are_no_part_of_the_described_api()
    {
        var contract = await (await Hosts.Usual).Contract;
        Assert.That(contract.Find(HttpMethod.Get, PageClient.Path), Is.Null);
        Assert.That(contract.Find(HttpMethod.Post, PageClient.Path), Is.Null);
        Assert.That(contract.Find(HttpMethod.Get, "/api/v1/users/me"), Is.Not.Null);
    }
}
