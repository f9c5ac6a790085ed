using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace UserSystem.Infrastructure.Mail;

/// <summary>Hands mail to a server.</summary>
internal sealed class SmtpMailTransport(IOptions<EmailOptions> options) : IMailTransport
{
    public async Task SendAsync(MailMessage message, CancellationToken ct)
    {
        var smtp = options.Value.Smtp;
        using var client = new SmtpClient(smtp.Host, smtp.Port)
        {
            EnableSsl = smtp.Security == SmtpSecurity.StartTls,
            DeliveryFormat = MailEncoding.HeadersOf(message),
            UseDefaultCredentials = false,
            Credentials = string.IsNullOrEmpty(smtp.User) ? null : new NetworkCredential(smtp.User, smtp.Password),
        };

        MailEncoding.EncodeForTheWire(message);
        try
        {
            await client.SendMailAsync(message, ct);
        }
        catch (SmtpException e)
        {
            ct.ThrowIfCancellationRequested();
            throw new MailNotSentException(e.StatusCode, Cause(e));
        }
    }

    // What the server says often repeats the recipient, and exceptions are logged. Faults of the connection do not.
    private static Exception? Cause(SmtpException exception)
    {
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException or AuthenticationException)
            {
                return inner;
            }
        }

        return null;
    }
}
