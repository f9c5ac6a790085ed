using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Invitations;

/// <summary>What can be refused about invitations.</summary>
public static class InvitationErrors
{
    /// <summary>Unknown, used up, taken back, expired, for somebody else, or from somebody who may not invite any more: which of them is not told.</summary>
    public static readonly Error Invalid = Error.Invalid("invitation.invalid", "The invitation is not valid, or not valid any more.");

    /// <summary>No such invitation, or none that the caller may know of.</summary>
    public static readonly Error NotFound = Error.NotFound("invitation.not_found", "There is no such invitation.");

    /// <summary>It was used up, taken back or has expired.</summary>
    public static readonly Error NotPending = Error.Conflict("invitation.not_pending", "The invitation is not open any more.");

    /// <summary>An open link has no mail that could be sent again.</summary>
    public static readonly Error NotMailed = Error.Conflict("invitation.not_mailed", "This invitation is an open link, and is not sent by mail.");

    /// <summary>As many invitations of one person are open as may be.</summary>
    public static readonly Error TooManyOpen = Error.Conflict(
        "invitation.too_many_open", "Too many of your invitations are open. Take one back, or wait until one is used or expires.");

    /// <summary>Two entries of one list are to the same address.</summary>
    public static readonly Error Twice = Error.Invalid("invitation.twice", "The same address stands further up in the list.");

    /// <summary>As many invitations as one person may make in a day; when to try again stands beside it.</summary>
    public static Error TooManyToday(TimeSpan retryAfter) =>
        new(ErrorKind.TooManyRequests, "invitation.too_many_today", "You have made too many invitations today. Try again later.") { RetryAfter = retryAfter };
}
