using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using UserSystem.Domain.Shared;
using UserSystem.WebApi.Http;
using UserSystem.WebApi.Pages;
using UserSystem.WebApi.Pages.Texts;
using UserSystem.WebApi.Tests.Harness;

namespace UserSystem.WebApi.Tests.Pages;

/// <summary>What a page must not do with the secret in its address, and that it has all its words.</summary>
public sealed class PageSafetyTests
{
    private static readonly IEnumerable<string> Paths = PageEndpoints.All.Append(InvitationPage.Page).Select(static page => $"/{page.Path}");

    [Test]
    public async Task Loads_nothing_and_is_kept_nowhere([ValueSource(nameof(Paths))] string path, [Values("?token=a", "")] string query)
    {
        using var api = (await Hosts.Usual).Client();

        var page = await api.OpenAsync(query, path: path);

        var sheet = page.Body[(page.Body.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.Body.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(sheet)));
        Assert.That(Header(page, "Content-Security-Policy"), Is.EqualTo(
            $"default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"));
        Assert.That(Header(page, "Referrer-Policy"), Is.EqualTo("no-referrer"));
        Assert.That(Header(page, "Cache-Control"), Is.EqualTo("no-store"));
        Assert.That(Header(page, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(Header(page, "X-Frame-Options"), Is.EqualTo("DENY"));
        Assert.That(page.Body, Does.Not.Contain("<script").And.Not.Contain(" style=").And.Not.Contain("src=").And.Not.Contain("href="));
    }

    [Test]
    public async Task What_stands_in_the_address_is_written_as_text()
    {
        using var api = (await Hosts.Usual).Client();
        var page = await api.OpenAsync("?token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
        Assert.That(page.Body, Does.Contain("value=\"&quot;&gt;&lt;script&gt;").And.Not.Contain("<script"));
    }

    [Test]
    public void Every_language_that_is_spoken_can_be_asked_for_and_has_pages()
    {
        Assert.That(PageLanguages.All.Select(static texts => texts.Language), Is.EqualTo(Languages.All));
        Assert.That(Languages.All.Select(static language => AcceptLanguage.Negotiate($"fr, {language}")), Is.EqualTo(Languages.All));
        Assert.That(AcceptLanguage.Negotiate("fr"), Is.EqualTo(Languages.Default));
    }

    [Test]
    public void Every_page_has_all_its_words_in_every_language()
    {
        var words = PageLanguages.All.SelectMany(static texts => PageEndpoints.All.Append(InvitationPage.Page).Select(page => (texts.Language, Words: page.Words(texts))))
            .SelectMany(static page => typeof(LinkPageTexts).GetProperties().Where(static property => property.PropertyType == typeof(string))
                .Select(property => (page.Language, Text: (string)property.GetValue(page.Words)!)))
            .Concat(PageLanguages.All.SelectMany(static texts => typeof(IPageTexts).GetProperties()
                .Where(static property => property.PropertyType == typeof(string) && property.Name is not (nameof(IPageTexts.Language) or nameof(IPageTexts.Direction)))
                .Select(property => (texts.Language, Text: (string)property.GetValue(texts)!))))
            .ToList();

        Assert.That(words, Has.Count.EqualTo(2 * (((PageEndpoints.All.Count + 1) * 7) + 14)));
        Assert.That(words.Where(static each => each.Text.Length == 0 || each.Text.Any(IsArabic) != (each.Language == "ar")), Is.Empty);
    }

    [Test]
    public void Every_page_asks_something_of_its_own() => Assert.Multiple(() =>
    {
        foreach (var texts in PageLanguages.All)
        {
            Assert.That(PageEndpoints.All.Select(page => page.Words(texts).Title), Is.Unique);
            Assert.That(PageEndpoints.All.Select(page => page.Words(texts).DoneTitle), Is.Unique);
        }
    });

    // What the rules of new passwords can say, besides that there is none.
    [TestCase("required")]
    [TestCase("password.too_short")]
    [TestCase("password.too_long")]
    [TestCase("password.malformed")]
    [TestCase("password.common")]
    [TestCase("password.is_personal")]
    public void Every_fault_of_a_password_can_be_told_in_Arabic(string code) =>
        Assert.That(PageLanguages.For("ar").PasswordFault(code), Is.Not.Null.And.Matches<string>(static text => text.Any(IsArabic)));

    private static bool IsArabic(char letter) => letter is >= '\u0600' and <= '\u06FF';

    private static string Header(ApiAnswer answer, string name) => string.Join(", ", answer.Headers.GetValues(name));
}
