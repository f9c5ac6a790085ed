namespace UserSystem.Infrastructure.Security.Keys;

/// <summary>Where the secret comes from that every other secret of the service is derived from.</summary>
public sealed class SecurityOptions
{
    /// <summary>32 random bytes as base64 (<c>Security__MasterKey</c>).</summary>
    public string? MasterKey { get; set; }

    /// <summary>A file that holds the same, for platforms that mount secrets (<c>Security__MasterKeyFile</c>). Only one of the two may be set.</summary>
    public string? MasterKeyFile { get; set; }

    /// <summary>
    /// Master keys of before, separated by commas (<c>Security__PreviousMasterKeys</c>): nothing is made with them any more,
    /// what was made with them still opens.
    /// </summary>
    public string? PreviousMasterKeys { get; set; }
}
