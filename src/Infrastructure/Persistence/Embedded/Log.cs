using Microsoft.Extensions.Logging;

namespace UserSystem.Infrastructure.Persistence.Embedded;

/// <summary>What the private PostgreSQL tells the operator.</summary>
internal static partial class Log
{
    [LoggerMessage(5100, LogLevel.Information, "Creating the private PostgreSQL {Major} cluster in {DataDirectory}")]
    public static partial void CreatingCluster(this ILogger logger, int major, string dataDirectory);

    [LoggerMessage(5101, LogLevel.Information, "Private PostgreSQL {Major} started from {DataDirectory} in {Milliseconds} ms")]
    public static partial void Started(this ILogger logger, int major, string dataDirectory, long milliseconds);

    [LoggerMessage(5102, LogLevel.Warning, "Took over the PostgreSQL process {ProcessId} that an earlier service left running in {DataDirectory}")]
    public static partial void TookOver(this ILogger logger, int processId, string dataDirectory);

    [LoggerMessage(5103, LogLevel.Warning, "The user {User} cannot reach {Wanted}; the private PostgreSQL lives in {DataDirectory}")]
    public static partial void Relocated(this ILogger logger, string user, string wanted, string dataDirectory);

    [LoggerMessage(5104, LogLevel.Information, "Private PostgreSQL in {DataDirectory} stopped")]
    public static partial void Stopped(this ILogger logger, string dataDirectory);

    [LoggerMessage(5105, LogLevel.Warning, "Private PostgreSQL in {DataDirectory} did not stop in time and was ended; it recovers at its next start")]
    public static partial void StoppedImmediately(this ILogger logger, string dataDirectory);

    [LoggerMessage(5106, LogLevel.Error, "The private PostgreSQL in {DataDirectory} has died and is started again")]
    public static partial void Died(this ILogger logger, string? dataDirectory);

    [LoggerMessage(5107, LogLevel.Information, "The private PostgreSQL is back after {Milliseconds} ms")]
    public static partial void Revived(this ILogger logger, long milliseconds);

    [LoggerMessage(5108, LogLevel.Error, "The private PostgreSQL did not start again; the next attempt follows in {Seconds} s: {Reason}")]
    public static partial void NotRevived(this ILogger logger, double seconds, string reason);
}
