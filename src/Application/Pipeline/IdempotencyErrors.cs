using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>What can be refused about a request that is sent under a key.</summary>
public static class IdempotencyErrors
{
    /// <summary>The key stands for another request of the same caller.</summary>
    public static readonly Error KeyReused = Error.Conflict(
        "idempotency.key_reused", "The Idempotency-Key was sent before with another body. Take a new key for another request.");

    /// <summary>The first request with the key is not done after all the time that a second one waits.</summary>
    public static readonly Error InProgress = Error.Conflict(
        "idempotency.in_progress", "A request with this Idempotency-Key is still being carried out. Ask again shortly.");

    /// <summary>The key is no key.</summary>
    public static readonly Error KeyInvalid = Error.Invalid(
        "idempotency.key_invalid", "An Idempotency-Key is 1 to 255 visible ASCII characters, sent once.");
}
