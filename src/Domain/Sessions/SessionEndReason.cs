namespace UserSystem.Domain.Sessions;

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>The person logged out.</summary>
    LoggedOut,

    /// <summary>A refresh token came back that had been replaced long before: somebody has a copy.</summary>
    TokenReused,

    /// <summary>More sessions than allowed; the one that was silent for longest had to go.</summary>
    Displaced,

    /// <summary>The person ended it from another session.</summary>
    Revoked,

    /// <summary>Staff ended it.</summary>
    RevokedByStaff,

    /// <summary>The password was changed or reset.</summary>
    PasswordChanged,

    /// <summary>The e-mail address was changed.</summary>
    EmailChanged,

    /// <summary>The person was deleted.</summary>
    UserLeft,

    /// <summary>The person was suspended.</summary>
    UserSuspended,
}
