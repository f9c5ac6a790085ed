using System.Text.Json.Nodes;

namespace UserSystem.Application.Ports;

/// <summary>What is written down about a change: who, when and from where the log knows by itself.</summary>
/// <param name="Action">What is done, as <c>resource.act</c>; never renamed.</param>
/// <param name="Target">To what, as <c>resource:{id}</c>.</param>
/// <param name="Before">How it was; null for something new.</param>
/// <param name="After">How it is; null for something that is gone.</param>
public sealed record AuditEntry(string Action, string Target, JsonObject? Before = null, JsonObject? After = null);

/// <summary>Keeps what staff changed, in the transaction of the change: there is no change without its record, and no record without its change.</summary>
public interface IAuditLog
{
    /// <summary>Writes it down when the unit of work commits. Of members that are in both, only those that differ are kept.</summary>
    void Record(AuditEntry entry);
}
