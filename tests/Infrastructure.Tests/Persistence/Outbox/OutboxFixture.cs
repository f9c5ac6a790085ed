using UserSystem.Application.Mail;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Persistence.Outbox;

namespace UserSystem.Infrastructure.Tests.Persistence.Outbox;

/// <summary>Deferred mail and the workers that carry it out.</summary>
public abstract class OutboxFixture : DatabaseFixture
{
    private protected static SendMail MailTo(string address) =>
        new(new VerifyEmailMail(address, "Jo", "en", "the-secret-of-the-link", DateTimeOffset.UnixEpoch, null, DateTimeOffset.UnixEpoch));

    private protected static async Task DeferAsync(Node node, CancellationToken ct, params DeferredCommand[] commands)
    {
        await using var work = node.Begin();
        foreach (var command in commands)
        {
            work.Outbox.Defer(command);
        }

        await work.CommitAsync(ct);
    }

    private protected static Task<int> DrainAsync(Node node, CancellationToken ct) => node.Get<OutboxWorker>().DrainAsync(ct);

    /// <summary>Lets the worker of a node run by itself.</summary>
    private protected static async Task<OutboxWorker> StartAsync(Node node, CancellationToken ct)
    {
        node.Get<ServiceState>().BecomeReady();
        var worker = node.Get<OutboxWorker>();
        await worker.StartAsync(ct);
        return worker;
    }
}
