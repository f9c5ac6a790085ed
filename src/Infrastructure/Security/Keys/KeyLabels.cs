namespace UserSystem.Infrastructure.Security.Keys;

/// <summary>What a derived key is for. Data is stored under these keys: a label is never changed and never used for two things.</summary>
public static class KeyLabels
{
    /// <summary>Tells master keys apart in what they sealed.</summary>
    public const string KeyId = "usersystem/key-id/v1";

    /// <summary>Seals the framework's data-protection keys.</summary>
    public const string DataProtection = "usersystem/data-protection/v1";

    /// <summary>Authenticates the cursors of lists.</summary>
    public const string Cursors = "usersystem/cursors/v1";

    /// <summary>Authenticates refresh tokens.</summary>
    public const string RefreshTokenMac = "usersystem/refresh-token-mac/v1";

    /// <summary>Seals a refresh token for whoever holds the one before it.</summary>
    public const string RefreshTokenSeal = "usersystem/refresh-token-seal/v1";

    /// <summary>Seals what waits in the outbox.</summary>
    public const string Outbox = "usersystem/outbox/v1";

    /// <summary>Seals the answers that are kept for repeated requests.</summary>
    public const string Idempotency = "usersystem/idempotency/v1";

    /// <summary>Authenticates the rows of the audit log.</summary>
    public const string Audit = "usersystem/audit/v1";

    /// <summary>Hashes addresses that are counted but not to be read.</summary>
    public const string AddressHashes = "usersystem/address-hashes/v1";
}
