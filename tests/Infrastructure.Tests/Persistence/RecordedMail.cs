using System.Threading.Channels;
using UserSystem.Application.Mail;

namespace UserSystem.Infrastructure.Tests.Persistence;

/// <summary>Mail that is kept instead of sent.</summary>
internal sealed class RecordedMail : IMailSender
{
    private readonly Channel<MailMessage> _sent = Channel.CreateUnbounded<MailMessage>();
    private readonly List<string> _addresses = [];

    /// <summary>What happens before a message counts as sent.</summary>
    public Func<MailMessage, Task> Sending { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Whom messages were sent to, in order.</summary>
    public IReadOnlyList<string> Addresses
    {
        get
        {
            lock (_addresses)
            {
                return [.. _addresses];
            }
        }
    }

    public async Task SendAsync(MailMessage message, CancellationToken ct)
    {
        await Sending(message).WaitAsync(ct);
        lock (_addresses)
        {
            _addresses.Add(message.To);
        }

        _sent.Writer.TryWrite(message);
    }

    /// <summary>Waits for the next message.</summary>
    public async Task<MailMessage> NextAsync(CancellationToken ct) => await _sent.Reader.ReadAsync(ct);
}
