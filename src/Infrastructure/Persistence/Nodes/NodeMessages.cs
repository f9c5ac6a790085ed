using System.Collections.Concurrent;

namespace UserSystem.Infrastructure.Persistence.Nodes;

/// <summary>
/// Who wants to hear what, and whether anything is heard at all. Messages are <c>kind:payload</c> on one channel, at most 8,000 bytes,
/// and only about rare events: a NOTIFY in every commit would halve the commits, since such commits come one after the other.
/// </summary>
internal sealed class NodeMessages(TimeProvider clock) : INodeMessages
{
    /// <summary>The channel that every node listens on.</summary>
    public const string Channel = "user_system";

    /// <summary>What was committed longer ago than this was heard, or nothing is said to be.</summary>
    private static readonly TimeSpan DeafAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Hearer> _hearers = new(StringComparer.Ordinal);
    private volatile Moment? _upToDateAt;

    // By a clock that does not jump: what the wall clock says is of no matter here.
    public bool Hears => _upToDateAt is { } moment && clock.GetElapsedTime(moment.Timestamp) < DeafAfter;

    public void OnHeard(string kind, Action<string> heard, Func<CancellationToken, Task> reload)
    {
        if (!_hearers.TryAdd(kind, new Hearer(heard, reload)))
        {
            throw new InvalidOperationException($"Somebody listens to {kind} already.");
        }
    }

    /// <summary>A statement for the transaction of a change: others hear of it when, and only if, it is committed.</summary>
    public static FormattableString Announce(string kind, string payload = "") => $"select pg_notify({Channel}, {kind + ":" + payload})";

    /// <summary>Everything that was committed before this moment (by <see cref="TimeProvider.GetTimestamp"/>) has been heard.</summary>
    public void BeUpToDate(long timestamp) => _upToDateAt = new Moment(timestamp);

    /// <summary>Nothing is heard from now on.</summary>
    public void BecomeDeaf() => _upToDateAt = null;

    /// <summary>Passes a message on to whoever wants it.</summary>
    public void Hear(string message)
    {
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && _hearers.TryGetValue(message[..colon], out var hearer))
        {
            hearer.Heard(message[(colon + 1)..]);
        }
    }

    /// <summary>Everybody reads again what they may have missed.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        foreach (var hearer in _hearers.Values)
        {
            await hearer.Reload(ct);
        }
    }

    private sealed record Moment(long Timestamp);

    private sealed record Hearer(Action<string> Heard, Func<CancellationToken, Task> Reload);
}
