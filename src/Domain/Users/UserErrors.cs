using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <summary>What can be refused about a person.</summary>
public static class UserErrors
{
    /// <summary>No such person, or none whom the caller may know of.</summary>
    public static readonly Error NotFound = Error.NotFound("user.not_found", "There is no such user.");

    /// <summary>Another account has the address.</summary>
    public static readonly Error EmailTaken = Error.Conflict("user.email_taken", "Another user has this e-mail address.");

    /// <summary>Another account has the external id.</summary>
    public static readonly Error ExternalIdTaken = Error.Conflict("user.external_id_taken", "Another user has this external id.");

    /// <summary>The state that the person is in does not allow the change.</summary>
    public static readonly Error InvalidTransition =
        Error.Conflict("user.invalid_transition", "This makes no sense in the state that the person is in.");

    /// <summary>The grace period of a deleted person is over.</summary>
    public static readonly Error RestoreTooLate =
        Error.Conflict("user.restore_too_late", "The time in which the account could be restored is over.");
}
