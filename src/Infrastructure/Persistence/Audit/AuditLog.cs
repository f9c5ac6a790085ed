using System.Text.Json.Nodes;
using UserSystem.Application.Ports;
using UserSystem.Domain.Audit;
using UserSystem.Domain.Shared;

namespace UserSystem.Infrastructure.Persistence.Audit;

/// <summary>Adds records to what the unit of work saves, each with a MAC of its own: whoever changes a row past the service cannot hide it.</summary>
internal sealed class AuditLog(UserSystemDbContext context, AuditMac mac, ICaller caller, Ids ids, TimeProvider clock) : IAuditLog
{
    public void Record(AuditEntry entry)
    {
        var (before, after) = Differences(entry.Before, entry.After);
        var record = new AuditRecord(
            ids.Next<AuditRecordId>(), clock.GetUtcNow(), caller.Identity is { } identity ? $"user:{identity.UserId.Value}" : "system",
            entry.Action, entry.Target, before?.ToJsonString(), after?.ToJsonString(), caller.Address, caller.Identity?.SessionId);
        context.Add(record).Property<byte[]>(AuditRecordConfiguration.Mac).CurrentValue = mac.Of(record);
    }

    private static (JsonObject? Before, JsonObject? After) Differences(JsonObject? before, JsonObject? after)
    {
        if (before is null || after is null)
        {
            return (before, after);
        }

        var changed = before.Select(static member => member.Key).Union(after.Select(static member => member.Key))
            .Where(name => !JsonNode.DeepEquals(before[name], after[name])).ToList();
        return (Only(before, changed), Only(after, changed));
    }

    private static JsonObject Only(JsonObject state, List<string> names) =>
        new(names.Select(name => new KeyValuePair<string, JsonNode?>(name, state[name]?.DeepClone())));
}
