namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>What became of a password and a hash from elsewhere.</summary>
internal enum ForeignVerdict
{
    /// <summary>Unknown, too costly, or nothing here can work it out.</summary>
    Refused,

    /// <summary>Another password.</summary>
    Mismatch,

    /// <summary>The same, as far as the hash can tell: it says nothing of what follows the first 72 bytes.</summary>
    MatchOfStart,

    /// <summary>The same.</summary>
    Match,
}
