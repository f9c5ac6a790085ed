using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>What can be refused about a request that is sent under a key.</summary>
public static class IdempotencyErrors
{
    /// <summary>The key stands for another request of the same caller.</summary>
    [Explanation(
        "The same `Idempotency-Key` came with another body, to the same address, within 24 hours. Nothing was done.",
        "Make a new key for each new request; take the same one only to send the same request again.")]
    public static readonly Error KeyReused = Error.Conflict(
        "idempotency.key_reused", "The Idempotency-Key was sent before with another body. Take a new key for another request.");

    /// <summary>The first request with the key is not done after all the time that a second one waits.</summary>
    [Explanation(
        "The first request with this `Idempotency-Key` was still under way after ten seconds of waiting.",
        "Send the same request with the same key again in a few seconds, until the first answer comes.")]
    public static readonly Error InProgress = Error.Conflict(
        "idempotency.in_progress", "A request with this Idempotency-Key is still being carried out. Ask again shortly.");

    /// <summary>The key is no key.</summary>
    [Explanation(
        "The `Idempotency-Key` is empty, too long, has blanks or other characters outside visible ASCII, or stands there twice.",
        "Send one key of 1 to 255 visible ASCII characters, for example a UUID.")]
    public static readonly Error KeyInvalid = Error.Invalid(
        "idempotency.key_invalid", "An Idempotency-Key is 1 to 255 visible ASCII characters, sent once.");
}
