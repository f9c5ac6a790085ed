using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Sessions;

/// <summary>What can be refused about logging in and staying logged in.</summary>
public static class SessionErrors
{
    /// <summary>Unknown address or wrong password: which of them is not told.</summary>
    public static readonly Error InvalidCredentials =
        Error.Unauthenticated("auth.invalid_credentials", "The e-mail address or the password is wrong.");

    /// <summary>The password is right, the address is not proven yet.</summary>
    public static readonly Error EmailNotVerified =
        Error.Forbidden("auth.email_not_verified", "The e-mail address has not been verified yet.");

    /// <summary>The password is right, the account is held back by staff.</summary>
    public static readonly Error AccountSuspended = Error.Forbidden("auth.account_suspended", "The account is suspended.");

    /// <summary>As many sessions as are allowed are alive already.</summary>
    public static readonly Error TooMany =
        Error.Conflict("session.too_many", "Too many sessions are open. Log out elsewhere first.");

    /// <summary>Not a token of this service, or spoilt on the way.</summary>
    public static readonly Error TokenInvalid = Error.Unauthenticated("auth.token_invalid", "The token is not valid.");

    /// <summary>The token was good once.</summary>
    public static readonly Error TokenExpired = Error.Unauthenticated("auth.token_expired", "The token has expired.");

    /// <summary>A refresh token that was replaced long before came back; the session has been ended.</summary>
    public static readonly Error TokenReused = Error.Unauthenticated(
        "auth.token_reused", "The refresh token had been used before. The session has been ended for safety. Log in again.");

    /// <summary>The call asks for a password given lately; how lately stands beside it.</summary>
    public static readonly Error ReauthenticationRequired =
        Error.Forbidden("auth.reauthentication_required", "Give your password again before this.") with { MaxAge = TimeSpan.FromSeconds(600) };

    /// <summary>No such living session, or none of the caller's.</summary>
    public static readonly Error NotFound = Error.NotFound("session.not_found", "There is no such session.");

    /// <summary>The session was ended or has run out.</summary>
    public static readonly Error Ended = Error.Unauthenticated("auth.session_ended", "The session has ended. Log in again.");

    /// <summary>Too many failed logins; when to try again stands beside it.</summary>
    public static Error TooManyAttempts(TimeSpan retryAfter) =>
        new(ErrorKind.TooManyRequests, "auth.too_many_attempts", "Too many failed attempts. Try again later.") { RetryAfter = retryAfter };
}
