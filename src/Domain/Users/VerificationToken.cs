using UserSystem.Domain.Shared;

namespace UserSystem.Domain.Users;

/// <summary>Identifies a <see cref="VerificationToken"/>.</summary>
public readonly record struct VerificationTokenId(Guid Value) : IEntityId<VerificationTokenId>
{
    /// <inheritdoc/>
    public static VerificationTokenId From(Guid value) => new(value);
}

/// <summary>What a mailed token is good for; a token is worth nothing for any other purpose.</summary>
public enum VerificationPurpose
{
    /// <summary>Proves the address of a registration.</summary>
    VerifyEmail,

    /// <summary>Proves the address that a person wants to change to; the payload is that address.</summary>
    ChangeEmail,

    /// <summary>Takes back a change of address; the payload is the address before it.</summary>
    RevertEmail,

    /// <summary>Sets a new password.</summary>
    ResetPassword,

    /// <summary>Brings a deleted person back.</summary>
    RestoreUser,
}

/// <summary>A single-use secret that was mailed to a person; only its hash is known here.</summary>
public sealed class VerificationToken : Entity
{
    private VerificationToken()
    {
    }

    /// <summary>A token of which the mail carries the secret.</summary>
    public VerificationToken(
        VerificationTokenId id, UserId userId, VerificationPurpose purpose, byte[] tokenHash, DateTimeOffset now, TimeSpan lifetime,
        string? payload = null)
    {
        Id = id;
        UserId = userId;
        Purpose = purpose;
        TokenHash = tokenHash;
        Payload = payload;
        CreatedAt = now;
        ExpiresAt = now + lifetime;
    }

    /// <summary>Never changes.</summary>
    public VerificationTokenId Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public UserId UserId { get; private set; }

    /// <summary>What it is good for.</summary>
    public VerificationPurpose Purpose { get; private set; }

    /// <summary>SHA-256 of the secret.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>What the purpose needs to remember.</summary>
    public string? Payload { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>From when on it is worth nothing.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was used or voided; it can be used once.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>Spends the token. Unknown, used and expired ones are refused alike, so that nothing can be learned from trying.</summary>
    public Result Use(DateTimeOffset now)
    {
        if (UsedAt is not null || now >= ExpiresAt)
        {
            return VerificationTokenErrors.Invalid;
        }

        UsedAt = now;
        return Result.Success;
    }
}

/// <summary>What can be refused about a mailed token.</summary>
public static class VerificationTokenErrors
{
    /// <summary>Unknown, used or expired: which of them is not told.</summary>
    [Explanation(
        "The token of a mail was used, has expired, was replaced by that of a newer mail, or was not sent whole.",
        "Send the token exactly as it stands in the link of the newest mail, or ask for a new mail: `resendVerification`, `forgotPassword`, or `changeEmail` again.")]
    public static readonly Error Invalid = Error.Invalid("token.invalid", "The token is not valid, or not valid any more.");
}
