using UserSystem.Domain.Shared;

namespace UserSystem.Application.Accounts;

/// <summary>What can be refused about having an account.</summary>
public static class AccountErrors
{
    /// <summary>This installation does not let everybody in.</summary>
    [Explanation(
        "The service is set up so that not everybody may sign up.",
        "Ask those who run it; staff can make the account with `createUser`.")]
    public static readonly Error RegistrationClosed =
        Error.Forbidden("registration.closed", "Registration is not open here.");

    /// <summary>This installation lets in whoever was invited.</summary>
    [Explanation(
        "The service is set up so that only those sign up who were invited, and the call has no `invitationToken`.",
        "Send the secret from the link of an invitation.")]
    public static readonly Error InvitationRequired =
        Error.Forbidden("registration.invitation_required", "Registration is by invitation only here.");
}
