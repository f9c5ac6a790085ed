using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using UserSystem.Domain.Audit;
using UserSystem.Infrastructure.Security.Keys;

namespace UserSystem.Infrastructure.Persistence.Audit;

/// <summary>
/// HMAC-SHA-256 over everything that a record says. Each part carries its length, so that nothing can move from one to the next, and JSON
/// goes with its members sorted: the database keeps them in an order of its own.
/// </summary>
internal sealed class AuditMac(MasterKey masterKey)
{
    private readonly byte[] _key = masterKey.Derive(KeyLabels.Audit);

    public byte[] Of(AuditRecord record)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var part in new[]
        {
            record.Id.Value.ToString(), (record.At.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture), record.Actor,
            record.Action, record.Target, Canonical(record.Before), Canonical(record.After), record.IpAddress?.ToString(), record.SessionId?.Value.ToString(),
        })
        {
            var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
            hmac.AppendData(BitConverter.GetBytes(part is null ? -1 : bytes.Length));
            hmac.AppendData(bytes);
        }

        return hmac.GetHashAndReset();
    }

    private static string? Canonical(string? json) => json is null ? null : Sorted(JsonNode.Parse(json))?.ToJsonString(JsonSerializerOptions.Default);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(static member => member.Key, StringComparer.Ordinal)
            .Select(static member => new KeyValuePair<string, JsonNode?>(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
