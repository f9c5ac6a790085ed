using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <summary>What can be refused about a person.</summary>
public static class UserErrors
{
    /// <summary>No such person, or none whom the caller may know of.</summary>
    [Explanation(
        "Nobody has this id, or the person was deleted.",
        "Check the id. Staff finds deleted people with `listUsers` and `includeDeleted=true`, until their data goes for good.")]
    public static readonly Error NotFound = Error.NotFound("user.not_found", "There is no such user.");

    /// <summary>Another account has the address.</summary>
    [Explanation(
        "Somebody else has the address, perhaps in other letter case.",
        "Find the person with `listUsers` and `email`, and change that record, or take another address.")]
    public static readonly Error EmailTaken = Error.Conflict("user.email_taken", "Another user has this e-mail address.");

    /// <summary>Another account has the external id.</summary>
    [Explanation(
        "Somebody else has the external id; each stands for one person.",
        "Find the person with `listUsers` and `externalId`, and change that record, or send another id.")]
    public static readonly Error ExternalIdTaken = Error.Conflict("user.external_id_taken", "Another user has this external id.");

    /// <summary>The state that the person is in does not allow the change.</summary>
    [Explanation(
        "The `status` of the person does not allow it: only active people are suspended, only suspended ones reactivated, only deleted ones restored; who is deleted can only be restored.",
        "Read the record with `getUser`: it may be as wanted already.")]
    public static readonly Error InvalidTransition =
        Error.Conflict("user.invalid_transition", "This makes no sense in the state that the person is in.");

    /// <summary>The grace period of a deleted person is over.</summary>
    [Explanation(
        "The person was deleted so long ago that the data goes for good.",
        "It cannot be undone. Let the person sign up again, or make a new record with `createUser`.")]
    public static readonly Error RestoreTooLate =
        Error.Conflict("user.restore_too_late", "The time in which the account could be restored is over.");
}
