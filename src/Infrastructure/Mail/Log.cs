using Microsoft.Extensions.Logging;

namespace UserSystem.Infrastructure.Mail;

internal static partial class Log
{
    [LoggerMessage(2400, LogLevel.Debug, "Handed over a {Mail}")]
    public static partial void HandedOver(this ILogger logger, string mail);
}
