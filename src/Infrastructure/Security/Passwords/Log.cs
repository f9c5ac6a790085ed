using Microsoft.Extensions.Logging;

namespace UserSystem.Infrastructure.Security.Passwords;

internal static partial class Log
{
    [LoggerMessage(2300, LogLevel.Warning, "A stored password hash is refused, its owner has to reset the password: {Reason}")]
    public static partial void HashRefused(this ILogger logger, string reason);
}
