using System.Diagnostics.Metrics;
using UserSystem.Application.Ports;

namespace UserSystem.Infrastructure.Telemetry;

/// <summary>What this layer counts and times. One set serves the process; labels are names from the code, never anything that was sent.</summary>
internal static class Instruments
{
    private static readonly Meter Meter = new(MeterNames.UserSystem);

    /// <summary>Seconds from sending a statement to its first row, by the name of the statement.</summary>
    public static readonly Histogram<double> StatementDuration = Meter.CreateHistogram<double>("statement.duration");

    /// <summary>Statements that failed, by name.</summary>
    public static readonly Counter<long> StatementFailures = Meter.CreateCounter<long>("statement.failures");

    /// <summary>Seconds of one hash, without the wait for a turn.</summary>
    public static readonly Histogram<double> HashingDuration = Meter.CreateHistogram<double>("hashing.duration");

    /// <summary>Hashes that were refused since too many wait.</summary>
    public static readonly Counter<long> HashingRefused = Meter.CreateCounter<long>("hashing.refused");

    /// <summary>Deferred commands that were begun.</summary>
    public static readonly Counter<long> OutboxAttempts = Meter.CreateCounter<long>("outbox.attempts");

    /// <summary>Deferred commands that were carried out.</summary>
    public static readonly Counter<long> OutboxDelivered = Meter.CreateCounter<long>("outbox.delivered");

    /// <summary>Sessions that were ended through this node, by reason.</summary>
    public static readonly Counter<long> SessionsEnded = Meter.CreateCounter<long>("sessions.ended");
}
