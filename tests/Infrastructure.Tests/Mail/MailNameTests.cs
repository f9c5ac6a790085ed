using System.Text.RegularExpressions;
using NUnit.Framework;
using UserSystem.Application.Mail;
using UserSystem.Infrastructure.Mail.Texts;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Mail;

/// <summary>Names in mail are chosen by people, some of them to do harm.</summary>
[CancelAfter(30_000)]
public sealed partial class MailNameTests
{
    private static readonly IEnumerable<string> Languages = MailLanguages.All.Select(static texts => texts.Language);

    [Test]
    public async Task Nobody_is_greeted_by_a_name_that_a_stranger_may_have_chosen(
        [Values(typeof(VerifyEmailMail), typeof(ResetPasswordMail), typeof(ConfirmEmailMail), typeof(AccountDeletedMail), typeof(WelcomeMail))] Type type,
        [ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Any(type, language), ct);

        Assert.That(eml.Text, Does.StartWith(MailLanguages.For(language).Greeting(null) + "\r\n"));
    }

    [Test]
    public async Task The_owner_of_an_account_is_greeted_by_name(
        [Values(typeof(AlreadyRegisteredMail), typeof(PasswordChangedMail), typeof(EmailChangedMail), typeof(NewDeviceMail))] Type type,
        [ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Any(type, language, "عائشة"), ct);

        Assert.Multiple(() =>
        {
            Assert.That(eml.MarkedText(), Does.StartWith(MailLanguages.For(language).Greeting("‹عائشة›")));
            Assert.That(eml.ReadHtml(), Does.Contain("<bdi dir=\"auto\">عائشة</bdi>"));
        });
    }

    [TestCase("<script>alert(1)</script>")]
    [TestCase("\"><a href='x'>&amp;")]
    [TestCase("\u202Eevil\u2069\u2066\u200F")]
    [TestCase("Ada\r\nBcc: eve@example.org\u2028x")]
    [TestCase("Win at https://evil.example/now or www.evil.example, mail eve@evil.example")]
    public async Task A_hostile_name_stays_inert(string name, CancellationToken ct)
    {
        foreach (var type in MailFixture.Messages)
        {
            using var mail = new MailFixture();
            using var other = new MailFixture();
            var eml = await mail.SendAndReadAsync(MailFixture.Any(type, "ar", name), ct);
            var harmless = await other.SendAndReadAsync(MailFixture.Any(type, "ar"), ct);
            var hostile = $"{eml.Text}\n{eml.ReadHtml()}";

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
            Assert.That(eml.MarkedText().Split("\r\n"), Has.One.EqualTo($"Name given: ‹{shown}›"));
            Assert.That(eml.ReadHtml().Split('<', '>'), Has.One.EqualTo(shown));
        });
    }

    [Test]
    public async Task What_is_not_known_is_left_out_or_said_to_be_unknown(CancellationToken ct)
    {
        using var mail = new MailFixture();
        using var other = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Verify() with { Name = null, RegisteredFrom = null }, ct);
        var login = await other.SendAndReadAsync(MailFixture.Any(typeof(NewDeviceMail), name: null), ct);

        Assert.Multiple(() =>
        {
            Assert.That(eml.Text, Does.Contain("Network address: unknown"));
            Assert.That(eml.Text, Does.Not.Contain("Name given"));
            Assert.That(login.Text, Does.Contain("Device: unknown"));
        });
    }

    [GeneratedRegex("<[a-z!/]")]
    private static partial Regex Tags();
}
