using Microsoft.Extensions.Logging;

namespace UserSystem.Infrastructure;

internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Warning, "Deferred command {Id} failed at attempt {Attempt}: {Failure}")]
    public static partial void DeferredCommandFailed(this ILogger logger, Guid id, int attempt, string failure);

    [LoggerMessage(2001, LogLevel.Warning, "The outbox cannot be read just now: {Failure}")]
    public static partial void OutboxUnreachable(this ILogger logger, string failure);

    [LoggerMessage(2010, LogLevel.Warning, "Waiting for the database: {Failure}. Next try in {Seconds} s")]
    public static partial void WaitingForDatabase(this ILogger logger, string failure, int seconds);

    [LoggerMessage(2011, LogLevel.Information, "Applying {Count} migrations, up to {Last}")]
    public static partial void Migrating(this ILogger logger, int count, string last);

    [LoggerMessage(2012, LogLevel.Error, "The first administrator could not be made: {Faults}")]
    public static partial void AdministratorRefused(this ILogger logger, string faults);

    [LoggerMessage(2013, LogLevel.Warning, "Bootstrap__AdminEmail belongs to somebody who is no administrator; nobody is promoted by a setting")]
    public static partial void AdministratorNotPromoted(this ILogger logger);

    [LoggerMessage(2020, LogLevel.Warning, "The other nodes cannot be heard just now, sessions are looked up instead: {Failure}")]
    public static partial void NodesUnheard(this ILogger logger, string failure);

    [LoggerMessage(2021, LogLevel.Warning, "The activity of sessions could not be written down just now: {Failure}")]
    public static partial void ActivityUnwritten(this ILogger logger, string failure);

    [LoggerMessage(2030, LogLevel.Debug, "Cleaned up: {Rows} rows of {Table}")]
    public static partial void CleanedUp(this ILogger logger, int rows, string table);

    [LoggerMessage(2031, LogLevel.Warning, "The clean-up broke off and goes on at its next turn: {Failure}")]
    public static partial void CleanupBrokeOff(this ILogger logger, string failure);

    [LoggerMessage(2032, LogLevel.Information, "Purged: {Count} people who were deleted long ago")]
    public static partial void Purged(this ILogger logger, long count);

    [LoggerMessage(2033, LogLevel.Warning, "The purge broke off and goes on at its next turn: {Failure}")]
    public static partial void PurgeBrokeOff(this ILogger logger, string failure);
}
