using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using UserSystem.Infrastructure.Tests.Security;

namespace UserSystem.Infrastructure.Tests.Persistence.Outbox;

/// <summary>Whoever reads the table learns neither addresses nor the secrets of links.</summary>
[CancelAfter(120_000)]
public sealed class OutboxSecrecyTests : OutboxFixture
{
    [Test]
    public async Task A_message_is_encrypted_while_it_waits_and_blank_afterwards(CancellationToken ct)
    {
        var node = NewNode();
        await DeferAsync(node, ct, MailTo("jo@example.org"));

        var payload = Encoding.Latin1.GetString(await Database.OneAsync<byte[]>("select payload from outbox_messages", ct));
        Assert.That(payload, Does.Not.Contain("jo@").And.Not.Contains("the-secret").And.Not.Contains("send_mail"));
        Assert.That(
            await Database.OneAsync<string>("select (to_jsonb(m) - 'payload')::text from outbox_messages m", ct), Does.Not.Contain("example.org"));

        await DrainAsync(node, ct);

        Assert.That(await Database.OneAsync<bool>("select payload is null and delivered_at is not null from outbox_messages", ct));
    }

    [Test]
    public async Task A_message_opens_in_its_own_row_only(CancellationToken ct)
    {
        var node = NewNode();
        await DeferAsync(node, ct, MailTo("jo@example.org"));
        await Database.ExecuteAsync("update outbox_messages set id = gen_random_uuid()", ct);

        await DrainAsync(node, ct);

        Assert.That(node.Mail.Addresses, Is.Empty);
        Assert.That(await Database.OneAsync<string>("select last_error from outbox_messages", ct), Is.EqualTo(nameof(CryptographicException)));
    }

    [Test]
    public async Task A_node_with_another_master_key_keeps_the_message_for_one_that_can_open_it(CancellationToken ct)
    {
        var node = NewNode();
        var stranger = NewNode(node.Clock, AnyMasterKey.Text());
        await DeferAsync(node, ct, MailTo("jo@example.org"));

        Assert.That(await DrainAsync(stranger, ct), Is.EqualTo(1));
        Assert.That(
            await Database.OneAsync<bool>("select payload is not null and delivered_at is null and last_error = $1 from outbox_messages", ct, nameof(CryptographicException)));
        node.Clock.Advance(TimeSpan.FromSeconds(5));
        await DrainAsync(node, ct);

        Assert.That(stranger.Mail.Addresses, Is.Empty);
        Assert.That(node.Mail.Addresses, Is.EqualTo(["jo@example.org"]));
    }
}
