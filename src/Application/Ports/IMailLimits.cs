using UserSystem.Domain.Users;

namespace UserSystem.Application.Ports;

/// <summary>Mail that a stranger can have sent to somebody else, any number of times.</summary>
public enum LimitedMail
{
    /// <summary>A link that proves the address of a registration.</summary>
    Verification,

    /// <summary>Somebody signed up with, or wanted to move to, an address that has an account.</summary>
    AlreadyRegistered,

    /// <summary>A link that sets a new password, or brings a deleted account back.</summary>
    PasswordReset,

    /// <summary>A link that moves an account to the address.</summary>
    EmailChange,

    /// <summary>An invitation, or the news of one to somebody who has an account.</summary>
    Invitation,
}

/// <summary>Protects mailboxes from floods. Notices of what happened to an account are not asked about here: they always go.</summary>
public interface IMailLimits
{
    /// <summary>
    /// Counts the mail if it may go: one of its kind a minute, and of all kinds together five an hour and twenty a day, on all nodes.
    /// False where it must not; nobody is told. To be asked while the address is held
    /// (<see cref="IUserRepository.FindByEmailForRegistrationAsync"/>); it counts if the unit of work commits.
    /// </summary>
    Task<bool> TryTakeAsync(EmailAddress recipient, LimitedMail mail, DateTimeOffset now, CancellationToken ct);
}
