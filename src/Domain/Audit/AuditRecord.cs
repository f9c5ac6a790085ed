using System.Net;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Audit;

/// <summary>Identifies an <see cref="AuditRecord"/>.</summary>
public readonly record struct AuditRecordId(Guid Value) : IEntityId<AuditRecordId>
{
    /// <inheritdoc/>
    public static AuditRecordId From(Guid value) => new(value);
}

/// <summary>That somebody changed something that is not their own. Written with the change, never changed and never deleted.</summary>
public sealed class AuditRecord : Entity
{
    private AuditRecord()
    {
    }

    /// <summary>A record of what is happening now.</summary>
    public AuditRecord(
        AuditRecordId id, DateTimeOffset at, string actor, string action, string target, string? before, string? after, IPAddress? ipAddress,
        SessionId? sessionId)
    {
        (Id, At, Actor, Action, Target, Before, After) = (id, at, actor, action, target, before, after);
        (IpAddress, SessionId) = (ipAddress, sessionId);
    }

    /// <summary>Never changes.</summary>
    public AuditRecordId Id { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Who: <c>user:{id}</c>, or <c>system</c>.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>What was done, as <c>resource.act</c>.</summary>
    public string Action { get; private set; } = "";

    /// <summary>To what, as <c>resource:{id}</c>.</summary>
    public string Target { get; private set; } = "";

    /// <summary>The members that changed, as they were; a JSON object, null where there was nothing before.</summary>
    public string? Before { get; private set; }

    /// <summary>The same members as they are now; null where nothing is left.</summary>
    public string? After { get; private set; }

    /// <summary>From where.</summary>
    public IPAddress? IpAddress { get; private set; }

    /// <summary>In which session. It outlives the session, so that it is no reference to one.</summary>
    public SessionId? SessionId { get; private set; }
}
