using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Invitations;

/// <summary>What can be refused about invitations.</summary>
public static class InvitationErrors
{
    /// <summary>Unknown, used up, taken back, expired, for somebody else, or from somebody who may not invite any more: which of them is not told.</summary>
    [Explanation(
        "The secret of the invitation is unknown, used up, taken back, expired, for another address, or from somebody who may not invite any more; which of them is not told.",
        "Send it exactly as it stands in the link of the newest mail, with the address that it was sent to, or let the person ask for another invitation.")]
    public static readonly Error Invalid = Error.Invalid("invitation.invalid", "The invitation is not valid, or not valid any more.");

    /// <summary>No such invitation, or none that the caller may know of.</summary>
    [Explanation(
        "No invitation of the caller has this id.",
        "Take the id from `listInvitations`.")]
    public static readonly Error NotFound = Error.NotFound("invitation.not_found", "There is no such invitation.");

    /// <summary>It was used up, taken back or has expired.</summary>
    [Explanation(
        "The invitation was used up, taken back, or has expired.",
        "Nothing needs to be taken back any more; to invite again, make another with `createInvitation`.")]
    public static readonly Error NotPending = Error.Conflict("invitation.not_pending", "The invitation is not open any more.");

    /// <summary>An open link has no mail that could be sent again.</summary>
    [Explanation(
        "An open link is to be sent again, which the service never sent.",
        "Give the link to the person once more, or invite them by mail with `createInvitation` and an `email`.")]
    public static readonly Error NotMailed = Error.Conflict("invitation.not_mailed", "This invitation is an open link, and is not sent by mail.");

    /// <summary>As many invitations of one person are open as may be.</summary>
    [Explanation(
        "The caller has as many open invitations as one person may have.",
        "Take some back with `revokeInvitation`, or wait until one is used or expires.")]
    public static readonly Error TooManyOpen = Error.Conflict(
        "invitation.too_many_open", "Too many of your invitations are open. Take one back, or wait until one is used or expires.");

    /// <summary>Two entries of one list are to the same address.</summary>
    [Explanation(
        "An entry of the list is to the same address as one before it.",
        "Send each address once.")]
    public static readonly Error Twice = Error.Invalid("invitation.twice", "The same address stands further up in the list.");

    /// <summary>As many invitations as one person may make in a day; when to try again stands beside it.</summary>
    [Explanation(
        "The caller has made as many invitations within a day as one person may make.",
        "Wait as many seconds as `Retry-After` says.")]
    public static Error TooManyToday(TimeSpan retryAfter) =>
        new(ErrorKind.TooManyRequests, "invitation.too_many_today", "You have made too many invitations today. Try again later.") { RetryAfter = retryAfter };
}
