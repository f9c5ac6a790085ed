using NUnit.Framework;
using UserSystem.Application.Mail;
using UserSystem.Infrastructure.Mail;
using UserSystem.Testing;

namespace UserSystem.Infrastructure.Tests.Mail;

[CancelAfter(30_000)]
public sealed class MailComposerTests
{
    [Test]
    public async Task The_headers_say_who_writes_in_which_language_and_that_a_machine_does(CancellationToken ct)
    {
        using var mail = new MailFixture(static email => email.From = "no-reply@example.org", static app => app.Name = "Größe & Co");
        var eml = await mail.SendAndReadAsync(MailFixture.Verify("ar"), ct);

        Assert.Multiple(() =>
        {
            Assert.That(eml.To, Is.EqualTo("ada@example.org"));
            Assert.That(eml.Subject, Is.EqualTo("تأكيد عنوان بريدك الإلكتروني في Größe & Co"));
            Assert.That(eml.Headers["From"], Does.EndWith("<no-reply@example.org>").And.StartsWith("=?utf-8?"));
            Assert.That(eml.Headers["Content-Language"], Is.EqualTo("ar"));
            Assert.That(eml.Headers["Auto-Submitted"], Is.EqualTo("auto-generated"));
            Assert.That(eml.Headers["Message-ID"], Does.Match("^<[0-9a-f]{32}@example.org>$"));
        });
    }

    [Test]
    public async Task A_configured_name_of_the_sender_is_kept(CancellationToken ct)
    {
        using var mail = new MailFixture(static email => email.From = "Accounts <no-reply@example.org>");
        using var mime = await mail.Get<MailComposer>().ComposeAsync(MailFixture.Verify(), ct);

        Assert.That(mime.From!.DisplayName, Is.EqualTo("Accounts"));
    }

    [Test]
    public async Task A_message_keeps_its_id_when_it_is_sent_again_and_another_has_another(CancellationToken ct)
    {
        using var mail = new MailFixture();
        var first = await IdAsync(MailFixture.Verify());
        var again = await IdAsync(MailFixture.Verify());
        var other = await IdAsync(MailFixture.Verify() with { Token = "other" });

        Assert.Multiple(() =>
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(other, Is.Not.EqualTo(first));
        });

        async Task<string?> IdAsync(MailMessage message)
        {
            using var mime = await mail.Get<MailComposer>().ComposeAsync(message, ct);
            return mime.Headers["Message-ID"];
        }
    }

    [TestCase("ada@example.org\r\nBcc: eve@example.org")]
    [TestCase("ada@example.org, eve@example.org")]
    [TestCase("Ada <ada@example.org>")]
    [TestCase("ada@example.org\n")]
    [TestCase("")]
    public void An_address_that_is_more_than_an_address_is_refused(string to)
    {
        using var mail = new MailFixture();

        Assert.Multiple(() =>
        {
            Assert.That(
                async () => await mail.Sender.SendAsync(MailFixture.Verify(to: to), CancellationToken.None),
                Throws.TypeOf<FormatException>().With.Message.Not.Contain("example"));
            Assert.That(Directory.Exists(mail.Pickup), Is.False);
        });
    }

    [Test]
    public async Task A_token_is_escaped_in_the_link(CancellationToken ct)
    {
        using var mail = new MailFixture();
        var eml = await mail.SendAndReadAsync(MailFixture.Verify() with { Token = "a b&c=d#é" }, ct);

        Assert.Multiple(() =>
        {
            Assert.That(eml.Text, Does.Contain("?token=a%20b%26c%3Dd%23%C3%A9\r\n"));
            Assert.That(EmlReader.TokenIn(eml.Text), Is.EqualTo("a b&c=d#é"));
        });
    }

    [Test]
    public void Without_a_public_address_nothing_is_sent()
    {
        using var mail = new MailFixture(app: static app => app.PublicUrl = null);

        Assert.That(
            async () => await mail.Sender.SendAsync(MailFixture.Verify(), CancellationToken.None),
            Throws.InvalidOperationException.With.Message.Contains("App__PublicUrl"));
    }
}
