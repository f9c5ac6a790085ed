using UserSystem.Domain.Shared;

namespace UserSystem.Application.Accounts;

/// <summary>What can be refused about having an account.</summary>
public static class AccountErrors
{
    /// <summary>This installation does not let everybody in.</summary>
    public static readonly Error RegistrationClosed =
        Error.Forbidden("registration.closed", "Registration is not open here.");
}
