using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>
/// Asks a person who is logged in for their password once more, before something that a borrowed session must not do. Guesses count
/// like failed logins, in the same rows.
/// </summary>
internal sealed class OwnPassword(
    ILogInStore logIns, ISessionRepository sessions, IPasswords passwords, FreshLogin freshLogin, ICaller caller, TimeProvider clock)
{
    /// <summary>
    /// Null where <c>currentPassword</c> is right. Somebody without a password must have logged in lately instead; nobody else is let
    /// through for that, since a session left open may be minutes old.
    /// </summary>
    public async Task<Error?> CheckAsync(User user, string? currentPassword, CancellationToken ct)
    {
        if (user.PasswordHash is null)
        {
            return freshLogin.Check();
        }

        if (string.IsNullOrEmpty(currentPassword))
        {
            return new ValidationError([AccountFaults.PasswordMissing]);
        }

        var refused = await CompareAsync(user, currentPassword, ct);
        return refused == SessionErrors.InvalidCredentials ? new ValidationError([AccountFaults.WrongPassword]) : refused;
    }

    /// <summary>Null where the password is right; <see cref="SessionErrors.InvalidCredentials"/> where it is not, or there is none.</summary>
    public async Task<Error?> CompareAsync(User user, string password, CancellationToken ct)
    {
        // Somebody who guesses elsewhere must not keep the person from changing the password here, so the device has to be known.
        var now = clock.GetUtcNow();
        if (await sessions.FindLiveAsync(caller.Identity!.SessionId, now, ct) is not { } session)
        {
            return SessionErrors.Ended;
        }

        var attempt = new LogInAttempt(user.Email, caller.Address, session.DeviceId, now);
        if ((await logIns.AttemptAsync(attempt, ct)).RetryAfter is { } wait)
        {
            return SessionErrors.TooManyAttempts(wait);
        }

        var verdict = await passwords.VerifyAsync(password, user.PasswordHash, ct);
        if (verdict.Error is null && verdict.Value is PasswordVerdict.Wrong)
        {
            return SessionErrors.InvalidCredentials;
        }

        await logIns.ForgiveAsync(attempt, ct);
        return verdict.Error;
    }
}
