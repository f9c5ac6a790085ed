namespace UserSystem.Domain.Users;

/// <summary>Where a person stands: only active people may log in.</summary>
public enum UserStatus
{
    /// <summary>Signed up; the e-mail address is not proven yet.</summary>
    PendingVerification,

    /// <summary>May log in.</summary>
    Active,

    /// <summary>Kept out by staff, or deleted.</summary>
    Suspended,
}
