using System.ComponentModel.DataAnnotations;

namespace UserSystem.Application.Accounts;

/// <summary>Who may sign up.</summary>
public enum RegistrationMode
{
    /// <summary>Anyone.</summary>
    Open,

    /// <summary>Whoever was invited.</summary>
    Invitation,

    /// <summary>Nobody; staff creates people.</summary>
    Closed,
}

/// <summary>Settings of signing up and logging in.</summary>
public sealed class AccountsOptions
{
    /// <summary>Who may sign up (<c>Accounts__Registration</c>).</summary>
    public RegistrationMode Registration { get; set; } = RegistrationMode.Open;

    /// <summary>Failures before a login is held back (<c>MAX_LOGIN_ATTEMPTS</c>).</summary>
    [Range(1, 1000)]
    public int MaxLoginAttempts { get; set; } = 5;

    /// <summary>How long a mailed link to verify an address works, in seconds (<c>Verification__EmailTokenLifetimeSeconds</c>).</summary>
    [Range(60, 2_592_000)]
    public int EmailTokenLifetimeSeconds { get; set; } = 86_400;

    /// <summary>How long a mailed link to set a new password works, in seconds (<c>Verification__PasswordTokenLifetimeSeconds</c>).</summary>
    [Range(60, 604_800)]
    public int PasswordTokenLifetimeSeconds { get; set; } = 3600;

    /// <summary>How long a deleted person can be restored before the data goes for good, in days (<c>Users__PurgeAfterDays</c>).</summary>
    [Range(1, 3650)]
    public int PurgeAfterDays { get; set; } = 30;

    /// <summary>The same as a span.</summary>
    public TimeSpan PurgeAfter => TimeSpan.FromDays(PurgeAfterDays);

    /// <summary>The terms that are in force, like <c>v1.0</c>, at most 20 characters (<c>Users__CurrentTermsVersion</c>).</summary>
    [Required, RegularExpression(Domain.Users.TermsVersion.Pattern)]
    [MaxLength(Domain.Users.TermsVersion.MaxLength, ErrorMessage = "Users__CurrentTermsVersion must have at most 20 characters, for example v1.0.")]
    public string CurrentTermsVersion { get; set; } = "v1.0";
}
