namespace UserSystem.Domain.Shared;

/// <summary>Errors that belong to no noun in particular.</summary>
public static class CommonErrors
{
    /// <summary>The command lost a race against another and gave up after trying again.</summary>
    public static readonly Error LostRace =
        Error.Conflict("concurrency.conflict", "Somebody else changed the same thing at the same moment. Try again.");

    /// <summary>The version that the caller saw is not the current one any more.</summary>
    public static readonly Error Stale = new(
        ErrorKind.PreconditionFailed, "concurrency.stale", "The resource has changed since it was read. Read it again.");

    /// <summary>Nobody known is calling.</summary>
    public static readonly Error TokenMissing =
        Error.Unauthenticated("auth.token_missing", "This call needs an access token in the Authorization header.");

    /// <summary>The caller is known and may not do this.</summary>
    public static readonly Error AccessDenied = Error.Forbidden("access.denied", "This is not open to callers.");

    /// <summary>More work of this kind is waiting than can be done in time.</summary>
    public static readonly Error Busy = new(ErrorKind.Unavailable, "service.busy", "The service is busy. Try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
