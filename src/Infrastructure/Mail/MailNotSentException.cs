using System.Net.Mail;

namespace UserSystem.Infrastructure.Mail;

/// <summary>The mail server did not take a message. Holds no word of the server's, since those name people.</summary>
internal sealed class MailNotSentException(SmtpStatusCode status, Exception? inner)
    : Exception($"The mail server did not take the message: {(int)status} {status}.", inner)
{
    /// <summary>The server's answer (RFC 5321, 4.2.3), or a general failure where there was none.</summary>
    public SmtpStatusCode Status { get; } = status;
}
