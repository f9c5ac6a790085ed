using Microsoft.Extensions.Logging;

namespace UserSystem.Infrastructure.Security.Tokens;

internal static partial class Log
{
    [LoggerMessage(2200, LogLevel.Information, "Signing key {Kid} was made; it signs from {ActiveFrom:O}")]
    public static partial void SigningKeyMade(this ILogger logger, string kid, DateTimeOffset activeFrom);

    [LoggerMessage(2201, LogLevel.Error, "Signing key {Kid} does not open and is left out; was the master key changed without naming the previous one?")]
    public static partial void SigningKeyRefused(this ILogger logger, string kid, Exception? failure);

    [LoggerMessage(2202, LogLevel.Warning, "The signing keys could not be read ({Failure}); trying again in {Seconds} s")]
    public static partial void SigningKeysUnreadable(this ILogger logger, string failure, double seconds);
}
