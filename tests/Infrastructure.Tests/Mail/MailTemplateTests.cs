using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;
using UserSystem.Application.Mail;
using UserSystem.Infrastructure.Mail.Texts;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Mail;

/// <summary>What every message says, in every language.</summary>
[CancelAfter(30_000)]
public sealed partial class MailTemplateTests
{
    private static readonly IEnumerable<string> Languages = MailLanguages.All.Select(static texts => texts.Language);

    private static readonly IReadOnlyList<Type> Messages = MailFixture.Messages;

    private static readonly Dictionary<Type, string> Pages = new()
    {
        [typeof(VerifyEmailMail)] = "verify-email",
        [typeof(ResetPasswordMail)] = "reset-password",
        [typeof(ConfirmEmailMail)] = "confirm-email",
        [typeof(EmailChangedMail)] = "confirm-email",
        [typeof(AccountDeletedMail)] = "restore",
        [typeof(WelcomeMail)] = "reset-password",
        [typeof(InvitationMail)] = "invitation",
    };

    [Test]
    public async Task Every_message_is_written_in_every_language_as_text_and_as_HTML(
        [ValueSource(nameof(Messages))] Type type, [ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        var texts = MailLanguages.For(language);
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Any(type, language), ct);

        Assert.Multiple(() =>
        {
            Assert.That(eml.Subject, Is.EqualTo(WordsOf(type, texts).Subject("UserSystem")).And.Contain("UserSystem"));
            Assert.That(eml.MarkedText(), Does.Contain("‹ada@example.org›"));
            Assert.That(eml.Html, Does.Contain("<bdi dir=\"auto\">ada@example.org</bdi>"));
            Assert.That(eml.MarkedText(), Does.Contain(texts.Automatic("‹UserSystem›")));
            Assert.That(eml.Html, Does.Contain($"<html lang=\"{language}\" dir=\"{texts.Direction}\">"));
            Assert.That(eml.Html, Does.Not.Contain("<img").And.Not.Contain("http-equiv"));
            Assert.That(eml.Text, Does.Not.Contain("<").And.Not.Contain("&#"));
        });
    }

    [Test]
    public async Task Every_message_says_what_to_do_when_it_was_the_reader_and_when_it_was_not(
        [ValueSource(nameof(Messages))] Type type, [ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        var words = WordsOf(type, MailLanguages.For(language));
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Any(type, language), ct);

        Assert.Multiple(() =>
        {
            Assert.That(eml.ReadHtml(), Does.Contain($">{words.Title}</h1>"));
            foreach (var advice in new[] { words.IfYou, words.IfNotYou }.OfType<string>())
            {
                Assert.That(eml.Text.Split("\r\n"), Has.One.EqualTo(advice));
                Assert.That(eml.ReadHtml(), Does.Contain($">{advice}</p>"));
            }
        });
    }

    [Test]
    public async Task Every_time_and_network_address_in_a_message_is_told(
        [ValueSource(nameof(Messages))] Type type, [ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        using var mail = new MailFixture();
        var message = MailFixture.Any(type, language);
        var eml = await mail.SendAndReadAsync(message, ct);

        var values = type.GetProperties().Select(property => property.GetValue(message)).ToList();
        var told = values.OfType<DateTimeOffset>()
            .Select(static time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture))
            .Concat(values.OfType<string>().Where(static text => text == MailFixture.NetworkAddress)).ToList();
        Assert.That(told, Has.Some.EqualTo("2020-02-29 19:04 UTC"));
        Assert.Multiple(() =>
        {
            foreach (var value in told)
            {
                Assert.That(eml.MarkedText(), Does.Contain($"«{value}›"));
                Assert.That(eml.Html, Does.Contain($"<bdi dir=\"ltr\">{value}</bdi>"));
            }
        });
    }

    [Test]
    public async Task A_message_with_a_token_leads_to_its_page_and_no_other_leads_anywhere(
        [ValueSource(nameof(Messages))] Type type, [ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Any(type, language), ct);

        var links = type.GetProperty("Token") is null ? [] : new[] { $"https://users.example.org/base/{Pages[type]}?token={MailFixture.Token}" };
        Assert.Multiple(() =>
        {
            Assert.That(
                eml.Text.Split("\r\n").Where(static line => line.Contains("://", StringComparison.Ordinal)), Is.EqualTo(links),
                "bare, on a line of its own");
            Assert.That(
                Anchors().Matches(eml.ReadHtml()).Select(static match => (match.Groups[1].Value, match.Groups[2].Value)),
                Is.EqualTo(links.SelectMany(link => new[] { (link, WordsOf(type, MailLanguages.For(language)).Button), (link, link) })));
        });
    }

    [Test]
    public async Task The_mail_to_verify_says_who_and_until_when([ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        var texts = MailLanguages.For(language);
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Verify(language), ct);

        Assert.Multiple(() =>
        {
            Assert.That(EmlReader.TokenIn(eml.Text), Is.EqualTo(MailFixture.Token));
            Assert.That(EmlReader.TokenIn(eml.Html), Is.EqualTo(MailFixture.Token));
            Assert.That(eml.MarkedText(), Does.Contain($"{texts.ExpiryLabel()}: «2020-03-01 19:04 UTC›"));
            Assert.That(eml.MarkedText(), Does.Contain($"{texts.NameLabel()}: ‹Ada Lovelace›"));
            Assert.That(eml.Html, Does.Contain("<bdi dir=\"auto\">Ada Lovelace</bdi>"));
        });
    }

    [Test]
    public async Task The_mail_about_a_deletion_says_when_the_data_goes([ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Any(typeof(AccountDeletedMail), language), ct);

        Assert.That(eml.MarkedText(), Does.Contain($"{MailLanguages.For(language).ErasureLabel()}: «2020-03-30 19:04 UTC›"));
    }

    [Test]
    public async Task The_mail_about_a_login_names_the_device([ValueSource(nameof(Languages))] string language, CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Any(typeof(NewDeviceMail), language), ct);

        Assert.That(eml.MarkedText(), Does.Contain($"{MailLanguages.For(language).DeviceLabel()}: ‹Ada Lovelace›"));
    }

    // A message and its words bear the same name.
    private static LetterTexts WordsOf(Type type, IMailTexts texts) =>
        (LetterTexts)typeof(IMailTexts).GetProperty(type.Name[..^"Mail".Length])!.GetValue(texts)!;

    [GeneratedRegex("<a [^>]*href=\"([^\"]*)\"[^>]*>([^<]*)</a>")]
    private static partial Regex Anchors();
}
