namespace UserSystem.WebApi;

internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Error, "Unhandled exception at {Endpoint}")]
    public static partial void Bug(this ILogger logger, Exception exception, string endpoint);

    [LoggerMessage(3001, LogLevel.Warning, "The database cannot be used just now: {Failure}")]
    public static partial void DatabaseAway(this ILogger logger, string failure);

    [LoggerMessage(3002, LogLevel.Information, "{Method} {Route} answered {Status} in {Milliseconds:0.0} ms")]
    public static partial void Answered(this ILogger logger, string method, string route, int status, double milliseconds);
}
