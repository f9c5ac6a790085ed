namespace UserSystem.Domain.Users;

/// <summary>One agreement of one person to one version of the terms; never changed afterwards.</summary>
public sealed class TermsAcceptance
{
    private TermsAcceptance()
    {
    }

    /// <summary>What a person agreed to, and when.</summary>
    public TermsAcceptance(UserId userId, TermsVersion version, DateTimeOffset acceptedAt) =>
        (UserId, Version, AcceptedAt) = (userId, version.Value, acceptedAt);

    /// <summary>Who agreed.</summary>
    public UserId UserId { get; private set; }

    /// <summary>To which version.</summary>
    public string Version { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset AcceptedAt { get; private set; }
}
