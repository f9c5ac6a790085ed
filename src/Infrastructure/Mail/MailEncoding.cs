using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace UserSystem.Infrastructure.Mail;

/// <summary>How the text in a message becomes octets, on each way that it can leave.</summary>
internal static class MailEncoding
{
    // RFC 5322, 2.1.1, without the line end
    private const int LongestLine = 998;

    /// <summary>
    /// Headers are UTF-8 (RFC 6531) only where the address cannot be written otherwise: a server that understands it may still have to
    /// pass the message on to one that does not.
    /// </summary>
    public static SmtpDeliveryFormat HeadersOf(MailMessage message) =>
        message.To.Any(static to => !Ascii.IsValid(to.User)) ? SmtpDeliveryFormat.International : SmtpDeliveryFormat.SevenBit;

    /// <summary>Bodies that every server takes. Not quoted-printable: the framework writes line ends in it as RFC 2045, 6.7 forbids.</summary>
    public static void EncodeForTheWire(MailMessage message)
    {
        foreach (var view in message.AlternateViews)
        {
            view.TransferEncoding = TransferEncoding.Base64;
        }
    }

    /// <summary>Bodies that a developer reads, and copies a link from, without any tool, unless a line is longer than mail allows.</summary>
    public static void EncodeForReading(MailMessage message)
    {
        foreach (var view in message.AlternateViews)
        {
            view.TransferEncoding = HasLongLine(view.ContentStream) ? TransferEncoding.Base64 : TransferEncoding.EightBit;
        }
    }

    private static bool HasLongLine(Stream content)
    {
        using var reader = new StreamReader(content, Encoding.UTF8, leaveOpen: true);
        var found = false;
        while (!found && reader.ReadLine() is { } line)
        {
            found = Encoding.UTF8.GetByteCount(line) > LongestLine;
        }

        content.Position = 0;
        return found;
    }
}
