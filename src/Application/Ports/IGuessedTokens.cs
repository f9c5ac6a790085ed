using System.Net;

namespace UserSystem.Application.Ports;

/// <summary>
/// Counts the tokens of each network that were worth nothing, on all nodes together. Nobody guesses 256 bits: what is held back is the
/// noise of trying, and whoever has a good token is never asked.
/// </summary>
public interface IGuessedTokens
{
    /// <summary>
    /// Counts one more from there. Null where that may be told as it is; otherwise how long the network is held back, by the measure of
    /// failed logins.
    /// </summary>
    Task<TimeSpan?> CountAsync(IPAddress? address, DateTimeOffset now, CancellationToken ct);
}
