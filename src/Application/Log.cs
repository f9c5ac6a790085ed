using Microsoft.Extensions.Logging;

namespace UserSystem.Application;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Debug, "{Request} answered {Outcome} in {Milliseconds:0.0} ms")]
    public static partial void Handled(this ILogger logger, string request, string outcome, double milliseconds);
}
