using Microsoft.Extensions.Logging;
using UserSystem.Application.Mail;

namespace UserSystem.Infrastructure.Mail;

/// <summary>Composes a message and hands it over, within a bounded time.</summary>
internal sealed class MailSender(MailComposer composer, IMailTransport transport, TimeProvider clock, ILogger<MailSender> logger) : IMailSender
{
    /// <summary>After how long a mail server is given up on. The worker that delivers mail has others to deliver.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task SendAsync(MailMessage message, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var mime = await composer.ComposeAsync(message, either.Token);
            await transport.SendAsync(mime, either.Token);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail was not handed over within {Patience.TotalSeconds:0} s.", e);
        }

        logger.HandedOver(message.GetType().Name);
    }
}
