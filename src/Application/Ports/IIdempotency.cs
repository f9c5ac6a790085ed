using UserSystem.Domain.Shared;

namespace UserSystem.Application.Ports;

/// <summary>The key under which a request is carried out once, however often it is sent.</summary>
/// <param name="Scope">For whom and for what the key counts: two requests with other scopes have nothing to do with each other.</param>
/// <param name="Key">What the client chose.</param>
/// <param name="BodyHash">SHA-256 of what the client sent.</param>
public sealed record RequestKey(string Scope, string Key, byte[] BodyHash);

/// <summary>Under which key the request of one scope was sent, if under any; and whether its answer is an earlier one.</summary>
public sealed class Repetition
{
    /// <summary>The key; null where none was sent.</summary>
    public RequestKey? Key { get; set; }

    /// <summary>True once the answer is the one that an earlier request got.</summary>
    public bool IsReplayed { get; set; }
}

/// <summary>What an earlier request was answered.</summary>
/// <param name="BodyHash">SHA-256 of what it had sent.</param>
/// <param name="Value">What came of it.</param>
public sealed record KeptAnswer(byte[] BodyHash, object Value);

/// <summary>Keeps what commands answered under a key, for 24 hours and in the transaction of what they changed: both are there or neither.</summary>
public interface IIdempotency
{
    /// <summary>What was answered under the key, a value of this type; null where nothing is kept. Holds nothing afterwards.</summary>
    Task<KeptAnswer?> FindAsync(RequestKey key, Type type, CancellationToken ct);

    /// <summary>
    /// From here on the unit of work saves when it is told to, but keeps nothing before <see cref="CommitAsync"/>. Saving waits up to
    /// 10 s for another request with the key, on any node, and then fails with <c>idempotency.in_progress</c>; where that one is done
    /// meanwhile it fails with <see cref="CommonErrors.LostRace"/>, and the answer can be found. Giving up the unit of work ends it.
    /// </summary>
    void Begin(RequestKey key);

    /// <summary>Commits what was saved together with the answer; nothing where nothing was saved.</summary>
    Task<Result> CommitAsync(object value, CancellationToken ct);
}
