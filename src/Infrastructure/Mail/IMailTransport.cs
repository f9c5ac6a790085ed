using System.Net.Mail;

namespace UserSystem.Infrastructure.Mail;

/// <summary>A way for composed mail to leave the service.</summary>
internal interface IMailTransport
{
    /// <summary>Hands one message over; throws where that fails.</summary>
    Task SendAsync(MailMessage message, CancellationToken ct);
}
