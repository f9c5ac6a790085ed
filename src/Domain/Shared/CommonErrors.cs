namespace UserSystem.Domain.Shared;

/// <summary>Errors that belong to no noun in particular.</summary>
public static class CommonErrors
{
    /// <summary>The command lost a race against another and gave up after trying again.</summary>
    [Explanation(
        "Others changed the same thing at the same moment, several times in a row. Nothing was changed by this call.",
        "Read the resource again where that matters, and send the call again.")]
    public static readonly Error LostRace =
        Error.Conflict("concurrency.conflict", "Somebody else changed the same thing at the same moment. Try again.");

    /// <summary>The version that the caller saw is not the current one any more.</summary>
    [Explanation(
        "`If-Match` names a version that is not the current one, `If-None-Match` names the current one, or the resource is not there. Nothing was changed.",
        "Read the resource again, decide whether the change is still wanted, and send it with the new `ETag`.")]
    public static readonly Error Stale = new(
        ErrorKind.PreconditionFailed, "concurrency.stale", "The resource has changed since it was read. Read it again.");

    /// <summary>Nobody known is calling.</summary>
    [Explanation(
        "There is no `Authorization` header, or it is of another scheme than Bearer.",
        "Log in with `logIn` and send its `accessToken`: `Authorization: Bearer …`.")]
    public static readonly Error TokenMissing =
        Error.Unauthenticated("auth.token_missing", "This call needs an access token in the Authorization header.");

    /// <summary>The caller is known and may not do this.</summary>
    [Explanation(
        "The caller is known but lacks the permission that stands in `missingPermission`.",
        "Have somebody call who holds it, or have the permission given to the caller.")]
    public static readonly Error AccessDenied = Error.Forbidden("access.denied", "This is not open to callers.");

    /// <summary>More work of this kind is waiting than can be done in time.</summary>
    [Explanation(
        "More passwords wait to be hashed, or keys to be read, than can be done in time. Nothing was changed.",
        "Send the call again after as many seconds as `Retry-After` says.")]
    public static readonly Error Busy = new(ErrorKind.Unavailable, "service.busy", "The service is busy. Try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
