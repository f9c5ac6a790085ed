using System.Net.Mail;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserSystem.Application.Shared;
using UserSystem.Infrastructure.Mail.Templates;
using MailMessage = UserSystem.Application.Mail.MailMessage;
using MimeMessage = System.Net.Mail.MailMessage;

namespace UserSystem.Infrastructure.Mail;

/// <summary>Turns a message into MIME: subject, plain text and HTML in the language of its reader.</summary>
internal sealed class MailComposer(
    IServiceProvider services, ILoggerFactory loggers, IOptions<EmailOptions> email, IOptions<AppOptions> app)
{
    /// <summary>The message, ready to be handed over; the caller disposes of it. Throws on an address that is more than one address.</summary>
    public async Task<MimeMessage> ComposeAsync(MailMessage message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var letter = Letters.Write(message, app.Value);
        var html = await RenderAsync(letter);
        var from = Sender();
        var mime = new MimeMessage
        {
            From = from,
            To = { Recipient(message.To) },
            Subject = letter.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
            AlternateViews =
            {
                // The last one that a reader understands is shown (RFC 2046, 5.1.4).
                View(letter.ToPlainText(), MediaTypeNames.Text.Plain),
                View(html.ReplaceLineEndings("\r\n"), MediaTypeNames.Text.Html),
            },
        };
        mime.Headers.Add("Message-ID", $"<{Fingerprint(message)}@{from.Host}>");
        mime.Headers.Add("Content-Language", letter.Texts.Language);
        mime.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office answers
        return mime;
    }

    private async Task<string> RenderAsync(Letter letter)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(MailLayout.Letter)] = letter });
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<MailLayout>(parameters)).ToHtmlString());
    }

    private MailAddress Sender()
    {
        var from = new MailAddress(email.Value.From);
        return from.DisplayName.Length > 0 ? from : new MailAddress(from.Address, app.Value.Name, Encoding.UTF8);
    }

    // Without a name: a stranger may have chosen it, and no header is the place for that. Addresses were judged when they came in;
    // here it only matters that one is one, and nothing besides. The message names no address, since it may be logged.
    private static MailAddress Recipient(string address) =>
        MailAddress.TryCreate(address, out var read) && read.Address == address
            ? read
            : throw new FormatException("The recipient of a mail is not a single plain address.");

    private static AlternateView View(string content, string mediaType) =>
        AlternateView.CreateAlternateViewFromString(content, Encoding.UTF8, mediaType);

    // Mail is delivered at least once: the same message again bears the same id, by which mailboxes fold the two into one. The secret
    // in it has 256 random bits, so that its hash tells nothing.
    private static string Fingerprint(MailMessage message) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(message)).AsSpan(0, 16));
}
