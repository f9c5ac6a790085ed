using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Sessions;

/// <summary>What can be refused about logging in and staying logged in.</summary>
public static class SessionErrors
{
    /// <summary>Unknown address or wrong password: which of them is not told.</summary>
    [Explanation(
        "The password is wrong, or no active account has the address; which of them is not told.",
        "Let the person check both, or set a new password by `forgotPassword`.")]
    public static readonly Error InvalidCredentials =
        Error.Unauthenticated("auth.invalid_credentials", "The e-mail address or the password is wrong.");

    /// <summary>The password is right, the address is not proven yet.</summary>
    [Explanation(
        "The password is right, but the link in the mail that proves the address was not followed yet.",
        "Let the person follow the link, or send a new one with `resendVerification`.")]
    public static readonly Error EmailNotVerified =
        Error.Forbidden("auth.email_not_verified", "The e-mail address has not been verified yet.");

    /// <summary>The password is right, the account is held back by staff.</summary>
    [Explanation(
        "The password is right, but staff keeps the account out.",
        "Trying again does not help; the person asks those who run the service.")]
    public static readonly Error AccountSuspended = Error.Forbidden("auth.account_suspended", "The account is suspended.");

    /// <summary>As many sessions as are allowed are alive already.</summary>
    [Explanation(
        "The person is logged in on as many devices as the service allows.",
        "Let the person log out somewhere else, or wait until a session runs out, and log in again.")]
    public static readonly Error TooMany =
        Error.Conflict("session.too_many", "Too many sessions are open. Log out elsewhere first.");

    /// <summary>Not a token of this service, or spoilt on the way.</summary>
    [Explanation(
        "The token was not made by this service, is of another kind, was cut or changed on the way, or its key is not in use any more.",
        "Send the `accessToken` or `refreshToken` of the newest answer exactly as it came. If that is what was sent, let the person log in again.")]
    public static readonly Error TokenInvalid = Error.Unauthenticated("auth.token_invalid", "The token is not valid.");

    /// <summary>The token was good once.</summary>
    [Explanation(
        "The access token is older than the `expiresInSeconds` that came with it.",
        "Take new tokens with `refreshTokens`, then send the call again with the new access token.")]
    public static readonly Error TokenExpired = Error.Unauthenticated("auth.token_expired", "The token has expired.");

    /// <summary>A refresh token that was replaced long before came back; the session has been ended.</summary>
    [Explanation(
        "A refresh token came that had been replaced by a newer one some time before: it was stolen, or kept and sent twice.",
        "Drop all tokens and let the person log in again. Of each answer keep only the newest `refreshToken`, and refresh in one place at a time.")]
    public static readonly Error TokenReused = Error.Unauthenticated(
        "auth.token_reused", "The refresh token had been used before. The session has been ended for safety. Log in again.");

    /// <summary>The call asks for a password given lately; how lately stands beside it.</summary>
    [Explanation(
        "The password was last given longer than `maxAgeSeconds` ago, too long for a call of this weight.",
        "Ask the person for the password, send it with `reauthenticate`, and send the call again with the new access token.")]
    public static readonly Error ReauthenticationRequired =
        Error.Forbidden("auth.reauthentication_required", "Give your password again before this.") with { MaxAge = TimeSpan.FromSeconds(600) };

    /// <summary>No such living session, or none of the caller's.</summary>
    [Explanation(
        "No living session of the person has this id: it ended, it is another person's, or it never was.",
        "Nothing needs to be ended any more. `listSessions` or `listUserSessions` shows which sessions there are.")]
    public static readonly Error NotFound = Error.NotFound("session.not_found", "There is no such session.");

    /// <summary>The session was ended or has run out.</summary>
    [Explanation(
        "The session was logged out or ended by its owner or staff, was not used for too long, or reached its last hour; or its owner was suspended or deleted.",
        "Drop both tokens and let the person log in again.")]
    public static readonly Error Ended = Error.Unauthenticated("auth.session_ended", "The session has ended. Log in again.");

    /// <summary>Too many failed logins; when to try again stands beside it.</summary>
    [Explanation(
        "Too many wrong passwords or tokens came for this account, or from this network. The right password is held back as well.",
        "Wait as many seconds as `Retry-After` says; trying sooner does not help.")]
    public static Error TooManyAttempts(TimeSpan retryAfter) =>
        new(ErrorKind.TooManyRequests, "auth.too_many_attempts", "Too many failed attempts. Try again later.") { RetryAfter = retryAfter };
}
