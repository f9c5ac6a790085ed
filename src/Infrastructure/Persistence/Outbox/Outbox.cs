using System.Security.Cryptography;
using System.Text.Json;
using UserSystem.Application.Ports;
using UserSystem.Domain.Shared;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Persistence.Outbox;

internal sealed class Outbox(UserSystemDbContext context, OutboxPayloads payloads, Ids ids, TimeProvider clock) : IOutbox
{
    public void Defer(DeferredCommand command, DateTimeOffset? notBefore = null)
    {
        var now = clock.GetUtcNow();
        var id = ids.Next<OutboxMessageId>().Value;
        context.Add(new OutboxMessage
        {
            Id = id,
            Payload = payloads.Seal(id, command),
            CreatedAt = now,
            NextAttemptAt = notBefore ?? now,
        });
    }
}

/// <summary>Identifies a message of the outbox.</summary>
internal readonly record struct OutboxMessageId(Guid Value) : IEntityId<OutboxMessageId>
{
    public static OutboxMessageId From(Guid value) => new(value);
}

/// <summary>Deferred commands as encrypted JSON, since they carry addresses and the secrets of links; each opens in its own row only.</summary>
internal sealed class OutboxPayloads(Encryption encryption)
{
    public byte[] Seal(Guid id, DeferredCommand command) =>
        encryption.Seal(KeyLabels.Outbox, JsonSerializer.SerializeToUtf8Bytes(command), id.ToByteArray());

    /// <summary>Throws where the master key that sealed it is gone: nothing can be done then but to bring the key back.</summary>
    public DeferredCommand Open(Guid id, byte[] payload) =>
        JsonSerializer.Deserialize<DeferredCommand>(
            encryption.Open(KeyLabels.Outbox, payload, id.ToByteArray())
            ?? throw new CryptographicException("An outbox message does not open under the master keys at hand."))!;
}
