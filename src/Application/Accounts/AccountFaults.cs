using UserSystem.Domain.Shared;

namespace UserSystem.Application.Accounts;

/// <summary>What can be wrong with a member of a request about an account beyond its shape.</summary>
public static class AccountFaults
{
    /// <summary>Another password than the person's.</summary>
    [Explanation(
        "`currentPassword` is not the password of the caller.",
        "Ask the person again. After several wrong ones the answer is `auth.too_many_attempts`.")]
    public static readonly Fault WrongPassword = new("currentPassword", "password.wrong", "This is not your password.");

    /// <summary>No password where the person has one.</summary>
    public static readonly Fault PasswordMissing = new(WrongPassword.Path, "required", "This member is required.");

    /// <summary>Each of them.</summary>
    public static IReadOnlyList<Fault> All { get; } = [WrongPassword, PasswordMissing];
}
