using UserSystem.Domain.Shared;

namespace UserSystem.Application.Accounts;

/// <summary>What can be wrong with a member of a request about an account beyond its shape.</summary>
public static class AccountFaults
{
    /// <summary>Another password than the person's.</summary>
    public static readonly Fault WrongPassword = new("currentPassword", "password.wrong", "This is not your password.");
}
