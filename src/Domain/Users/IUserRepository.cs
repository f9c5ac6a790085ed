namespace UserSystem.Domain.Users;

/// <summary>The people, as aggregates to be changed. What is loaded here is saved by the unit of work.</summary>
public interface IUserRepository
{
    /// <summary>The living person with this id, or null.</summary>
    Task<User?> FindAsync(UserId id, CancellationToken ct);

    /// <summary>
    /// The person with this address, deleted ones included, or null. Until the unit of work commits, nobody else can hold the same
    /// address this way, on any node: whoever registers it at the same moment waits.
    /// </summary>
    Task<User?> FindByEmailForRegistrationAsync(EmailAddress email, CancellationToken ct);

    /// <summary>The living person with this address, or null.</summary>
    Task<User?> FindByEmailAsync(EmailAddress email, CancellationToken ct);

    /// <summary>Somebody new.</summary>
    void Add(User user);

    /// <summary>One more agreement for the history.</summary>
    void Add(TermsAcceptance acceptance);

    /// <summary>Drops the agreements of a registration that is replaced before anybody proved to have made it.</summary>
    Task ForgetAcceptancesAsync(UserId id, CancellationToken ct);

    /// <summary>A token whose secret is about to be mailed.</summary>
    void Add(VerificationToken token);

    /// <summary>The person with this id, deleted or not, or null.</summary>
    Task<User?> FindWithDeletedAsync(UserId id, CancellationToken ct);

    /// <summary>The deleted person with this id, or null.</summary>
    Task<User?> FindDeletedAsync(UserId id, CancellationToken ct);

    /// <summary>The token with this hash, whatever it is for, or null.</summary>
    Task<VerificationToken?> FindTokenAsync(byte[] tokenHash, CancellationToken ct);

    /// <summary>The token with this hash and purpose, or null.</summary>
    Task<VerificationToken?> FindTokenAsync(byte[] tokenHash, VerificationPurpose purpose, CancellationToken ct);

    /// <summary>Makes every unused token of this purpose worthless.</summary>
    Task VoidTokensAsync(UserId userId, VerificationPurpose purpose, DateTimeOffset now, CancellationToken ct);

    /// <summary>Makes every unused token of these purposes worthless.</summary>
    Task VoidTokensAsync(UserId userId, IReadOnlyCollection<VerificationPurpose> purposes, DateTimeOffset now, CancellationToken ct);

    /// <summary>Makes the unused tokens worthless that were made for the same person and purpose when this one was, or later.</summary>
    Task VoidTokensSinceAsync(VerificationToken token, DateTimeOffset now, CancellationToken ct);

    /// <summary>How many people were deleted at this instant or before.</summary>
    Task<long> CountDeletedAsync(DateTimeOffset deletedUntil, CancellationToken ct);

    /// <summary>
    /// Lets people who were deleted at this instant or before go for good when the unit of work commits, with everything that hangs on
    /// them: those who went first, as many as are named at the most, and none whom somebody else is just changing. Returns who they are.
    /// </summary>
    Task<IReadOnlyList<UserId>> PurgeAsync(DateTimeOffset deletedUntil, int limit, CancellationToken ct);
}
