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
}
