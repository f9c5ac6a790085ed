using System.Net;
using UserSystem.Application.Mail;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Accounts;

/// <summary>Somebody tries to log in.</summary>
public sealed record LogInAttempt(EmailAddress Email, IPAddress? Address, DeviceId? DeviceId, DateTimeOffset Now);

/// <summary>What is known of an attempt before the password is compared.</summary>
/// <param name="RetryAfter">How long this address and account are still held back; null where the attempt may go on.</param>
/// <param name="Person">The living person with the address, or null.</param>
public sealed record LogInStanding(TimeSpan? RetryAfter, LogInPerson? Person);

/// <summary>The person somebody tries to log in as.</summary>
/// <param name="Language">The language to write to them in, as a BCP 47 tag.</param>
/// <param name="KnowsDevice">True where the device that was named is one of theirs.</param>
public sealed record LogInPerson(
    UserId Id, string Email, string? Name, string Language, string? PasswordHash, UserStatus Status, bool KnowsDevice);

/// <summary>A login that came to pass.</summary>
/// <param name="Attempt">The attempt, to be forgotten by the throttle.</param>
/// <param name="Session">The session that begins.</param>
/// <param name="DeviceName">What the person calls the device; null leaves the name as it is.</param>
/// <param name="UpgradedHash">A newer hash of the same password, to replace the old one; or null.</param>
/// <param name="NewDevice">The mail for a device that was not known; it goes out where the person has others already. Null for a known one.</param>
public sealed record LogInSuccess(
    LogInAttempt Attempt, Session Session, string? DeviceName, string? UpgradedHash, NewDeviceMail? NewDevice = null)
{
    /// <summary>The hash that the password was compared with; null where the login was by other means.</summary>
    public string? VerifiedHash { get; init; }
}

/// <summary>
/// The two statements of a login. They are hot, and the first has to count an attempt before it is known how it ends, or many at once
/// would all pass; so they speak SQL instead of loading aggregates.
/// </summary>
public interface ILogInStore
{
    /// <summary>
    /// Counts the attempt and finds the person. That an account is being held back enters its owner's security history, once an hour.
    /// </summary>
    Task<LogInStanding> AttemptAsync(LogInAttempt attempt, CancellationToken ct);

    /// <summary>The password was right after all: the attempt does not count.</summary>
    Task ForgiveAsync(LogInAttempt attempt, CancellationToken ct);

    /// <summary>
    /// Begins the session, notes the device and the login, and forgives. A new device of somebody who has others enters the security
    /// history, and the mail about it is sent. Returns the sessions that had to end for it; <see cref="SessionErrors.TooMany"/> where the
    /// person has too many and none may end. Where the password was changed since it was compared, or the person is not active any more,
    /// nothing begins, and <see cref="CommonErrors.LostRace"/> has the login tried again.
    /// </summary>
    Task<Result<SessionId[]>> CompleteAsync(LogInSuccess success, CancellationToken ct);
}
