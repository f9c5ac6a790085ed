using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NUnit.Framework;
using UserSystem.Application.Mail;
using UserSystem.Infrastructure.Mail.Texts;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Mail;

[CancelAfter(30_000)]
public sealed partial class MailTemplateTests
{
    private const string Link = "https://users.example.org/base/verify-email?token=" + MailFixture.Token;

    private static readonly IEnumerable<string> Languages = MailLanguages.All.Select(static texts => texts.Language);

    private static readonly IEnumerable<Type> Messages = typeof(MailMessage)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().Select(static type => type.DerivedType);

    [Test]
    public async Task Every_message_is_written_in_every_language_as_text_and_as_HTML(
        [ValueSource(nameof(Messages))] Type type, [ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        var texts = MailLanguages.For(language);
        using var mail = new MailFixture();
        var message = MailFixture.Any(type, language);
        var eml = await mail.SendAndReadAsync(message, ct);

        Assert.Multiple(() =>
        {
            Assert.That(message, Is.TypeOf(type));
            Assert.That(eml.Subject, Does.Contain("UserSystem"));
            Assert.That(Marked(eml.Text), Does.Contain("«2020-02-29 19:04 UTC›").And.Contain("«203.0.113.7›").And.Contain("‹ada@example.org›"));
            Assert.That(eml.Html, Does.Contain("<bdi dir=\"ltr\">2020-02-29 19:04 UTC</bdi>").And.Contain("<bdi dir=\"ltr\">203.0.113.7</bdi>"));
            Assert.That(eml.Html, Does.Contain("<bdi dir=\"auto\">ada@example.org</bdi>"));
            Assert.That(Marked(eml.Text), Does.Contain(texts.Automatic("‹UserSystem›")));
            Assert.That(eml.Html, Does.Contain($"<html lang=\"{language}\" dir=\"{texts.Direction}\">"));
            Assert.That(eml.Html, Does.Not.Contain("<img").And.Not.Contain("http-equiv"));
            Assert.That(eml.Text, Does.Not.Contain("<").And.Not.Contain("&#"));
        });
    }

    [Test]
    public async Task The_mail_to_verify_says_who_until_when_and_not_to_confirm([ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        var texts = MailLanguages.For(language);
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Verify(language), ct);

        Assert.Multiple(() =>
        {
            Assert.That(eml.Text.Split("\r\n"), Has.One.EqualTo(Link), "bare, on a line of its own");
            Assert.That(Html(eml), Does.Contain($"href=\"{Link}\""));
            Assert.That(EmlReader.TokenIn(eml.Text), Is.EqualTo(MailFixture.Token));
            Assert.That(EmlReader.TokenIn(eml.Html), Is.EqualTo(MailFixture.Token));
            Assert.That(Marked(eml.Text), Does.Contain($"{texts.ExpiryLabel()}: «2020-03-01 19:04 UTC›"));
            Assert.That(eml.Html, Does.Contain("2020-03-01 19:04 UTC"));
            Assert.That(Marked(eml.Text), Does.Contain($"{texts.NameLabel()}: ‹Ada Lovelace›"));
            Assert.That(eml.Html, Does.Contain("<bdi dir=\"auto\">Ada Lovelace</bdi>"));
            Assert.That(eml.Text, Does.Contain(texts.VerifyEmailWarning()));
            Assert.That(Html(eml), Does.Contain(texts.VerifyEmailWarning()));
        });
    }

    [Test]
    public async Task Nobody_is_greeted_by_a_name_that_a_stranger_may_have_chosen([ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Verify(language), ct);

        Assert.That(eml.Text, Does.StartWith(MailLanguages.For(language).Greeting(null) + "\r\n"));
    }

    [Test]
    public async Task The_owner_of_an_account_is_greeted_by_name([ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.AlreadyRegistered(language, "عائشة"), ct);

        Assert.Multiple(() =>
        {
            Assert.That(Marked(eml.Text), Does.StartWith(MailLanguages.For(language).Greeting("‹عائشة›")));
            Assert.That(Html(eml), Does.Contain("<bdi dir=\"auto\">عائشة</bdi>"));
        });
    }

    [TestCase("<script>alert(1)</script>")]
    [TestCase("\"><a href='x'>&amp;")]
    [TestCase("\u202Eevil\u2069\u2066\u200F")]
    [TestCase("Ada\r\nBcc: eve@example.org\u2028x")]
    [TestCase("Win at https://evil.example/now or www.evil.example, mail eve@evil.example")]
    public async Task A_hostile_name_stays_inert(string name, CancellationToken ct)
    {
        foreach (var type in Messages)
        {
            using var mail = new MailFixture();
            using var other = new MailFixture();
            var eml = await mail.SendAndReadAsync(MailFixture.Any(type, "ar", name), ct);
            var harmless = await other.SendAndReadAsync(MailFixture.Any(type, "ar"), ct);
            var hostile = $"{eml.Text}\n{Html(eml)}";

            Assert.Multiple(() =>
            {
                Assert.That(eml.Html, Does.Not.Contain("<script").And.Not.Contain("<a href='x'"));
                Assert.That(hostile.IndexOfAny(['\u202E', '\u200F', '\u2028']), Is.Negative);
                Assert.That(eml.Text.Count(static c => c is '\u2066' or '\u2068'), Is.EqualTo(eml.Text.Count(static c => c == '\u2069')));
                Assert.That(eml.Text, Does.Not.Contain("\nBcc"));
                Assert.That(eml.Headers.Keys, Has.None.EqualTo("Bcc"));
                Assert.That(hostile, Does.Not.Contain("evil.example").And.Not.Contain("eve@evil").And.Not.Contain("https://evil"));
                Assert.That(Tags().Count(eml.Html), Is.EqualTo(Tags().Count(harmless.Html)), "the name adds no element");
            });
        }
    }

    [TestCase("J.R.Smith", "J. R. Smith")]
    [TestCase("محمد رضا\u200Cیی", "محمد رضا\u200Cیی")]
    [TestCase("👩\u200D🚀 Ada", "👩\u200D🚀 Ada")]
    public async Task An_honest_name_stays_readable(string name, string shown, CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Verify(name: name), ct);

        Assert.Multiple(() =>
        {
            Assert.That(Marked(eml.Text).Split("\r\n"), Has.One.EqualTo($"Name given: ‹{shown}›"));
            Assert.That(Html(eml).Split('<', '>'), Has.One.EqualTo(shown));
        });
    }

    [Test]
    public async Task What_is_not_known_is_left_out_or_said_to_be_unknown(CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Verify() with { Name = null, RegisteredFrom = null }, ct);

        Assert.Multiple(() =>
        {
            Assert.That(eml.Text, Does.Contain("Network address: unknown"));
            Assert.That(eml.Text, Does.Not.Contain("Name given"));
        });
    }

    // NUnit compares strings by culture, which overlooks the marks: they are made visible.
    private static string Marked(string text) => text.Replace('\u2068', '‹').Replace('\u2066', '«').Replace('\u2069', '›');

    private static string Html(Eml eml) => System.Net.WebUtility.HtmlDecode(eml.Html);

    [GeneratedRegex("<[a-z!/]")]
    private static partial Regex Tags();
}
