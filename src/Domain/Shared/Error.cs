namespace UserSystem.Domain.Shared;

/// <summary>What kind of refusal an <see cref="Error"/> is. The edge translates it into its own terms, for HTTP a status.</summary>
public enum ErrorKind
{
    /// <summary>The request itself is wrong; sending it again changes nothing.</summary>
    Invalid,

    /// <summary>Nobody known is calling.</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not do this.</summary>
    Forbidden,

    /// <summary>There is no such thing, or the caller may not know of it.</summary>
    NotFound,

    /// <summary>It does not fit the present state.</summary>
    Conflict,

    /// <summary>A condition that the caller stated does not hold.</summary>
    PreconditionFailed,

    /// <summary>Too much in too short a time.</summary>
    TooManyRequests,

    /// <summary>The service cannot answer just now.</summary>
    Unavailable,
}

/// <summary>An expected failure. The code (<c>area.reason</c>) is part of the contract and is never renamed; the message is for people.</summary>
public record Error(ErrorKind Kind, string Code, string Message)
{
    /// <summary>When trying again may help; null where waiting does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long ago the caller may have logged in for this; null where that does not matter.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>A request that is wrong whatever the state.</summary>
    public static Error Invalid(string code, string message) => new(ErrorKind.Invalid, code, message);

    /// <summary>Nobody known is calling.</summary>
    public static Error Unauthenticated(string code, string message) => new(ErrorKind.Unauthenticated, code, message);

    /// <summary>A known caller who may not.</summary>
    public static Error Forbidden(string code, string message) => new(ErrorKind.Forbidden, code, message);

    /// <summary>No such thing, as far as the caller may know.</summary>
    public static Error NotFound(string code, string message) => new(ErrorKind.NotFound, code, message);

    /// <summary>A clash with the present state.</summary>
    public static Error Conflict(string code, string message) => new(ErrorKind.Conflict, code, message);
}

/// <summary>One thing wrong with one member of a request; the path is written as in the request (<c>items[3].email</c>).</summary>
public sealed record Fault(string Path, string Code, string Message);

/// <summary>Everything that is wrong with a request, all at once.</summary>
[Explanation(
    "Members or query parameters are not as described. Nothing was changed.",
    "Correct what `errors` names; `errorCodes` has a code for each, in the same order, and those are explained below.", Code = "validation.failed")]
public sealed record ValidationError(IReadOnlyList<Fault> Faults)
    : Error(ErrorKind.Invalid, "validation.failed", "One or more members of the request are not valid.")
{
    /// <summary>A single fault as an error.</summary>
    public static ValidationError Of(string path, string code, string message) => new([new Fault(path, code, message)]);
}
