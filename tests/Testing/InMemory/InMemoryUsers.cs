using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>People, their agreements and their tokens in memory, with the rules of uniqueness that the database keeps.</summary>
public sealed class InMemoryUsers(InMemoryWork work, InMemoryData data) : IUserRepository
{
    /// <summary>Everybody who was saved.</summary>
    public IReadOnlyList<User> All => data.Users;

    /// <summary>Every agreement that was saved.</summary>
    public IReadOnlyList<TermsAcceptance> Acceptances => data.Acceptances;

    /// <summary>Every token that was saved.</summary>
    public IReadOnlyList<VerificationToken> Tokens => data.Tokens;

    /// <inheritdoc/>
    public Task<User?> FindAsync(UserId id, CancellationToken ct) => Loaded(data.Users.Find(user => user.Id == id && user.DeletedAt is null));

    /// <inheritdoc/>
    public Task<User?> FindByEmailForRegistrationAsync(EmailAddress email, CancellationToken ct)
    {
        Holds++;
        return Loaded(data.ByEmail(email));
    }

    /// <summary>How often an address was held for a registration.</summary>
    public int Holds { get; private set; }

    /// <inheritdoc/>
    public Task<User?> FindByEmailAsync(EmailAddress email, CancellationToken ct) =>
        Loaded(data.ByEmail(email) is { DeletedAt: null } living ? living : null);

    /// <inheritdoc/>
    public void Add(User user)
    {
        work.Track(user);
        work.Stage(() => data.Users.Add(user), () => Taken(user));
    }

    /// <inheritdoc/>
    public void Add(TermsAcceptance acceptance) => work.Stage(() => data.Acceptances.Add(acceptance));

    /// <inheritdoc/>
    public void Add(VerificationToken token) => work.Stage(() => data.Tokens.Add(token));

    /// <inheritdoc/>
    public Task ForgetAcceptancesAsync(UserId id, CancellationToken ct)
    {
        // Those that are added from now on stay.
        var former = data.Acceptances.Where(each => each.UserId == id).ToList();
        work.Stage(() => data.Acceptances.RemoveAll(former.Contains));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<User?> FindWithDeletedAsync(UserId id, CancellationToken ct) => Loaded(data.Users.Find(user => user.Id == id));

    /// <inheritdoc/>
    public Task<User?> FindDeletedAsync(UserId id, CancellationToken ct) =>
        Loaded(data.Users.Find(user => user.Id == id && user.DeletedAt is not null));

    /// <inheritdoc/>
    public Task<VerificationToken?> FindTokenAsync(byte[] tokenHash, CancellationToken ct) =>
        Task.FromResult(data.Tokens.Find(token => token.TokenHash.AsSpan().SequenceEqual(tokenHash)));

    /// <inheritdoc/>
    public Task<VerificationToken?> FindTokenAsync(byte[] tokenHash, VerificationPurpose purpose, CancellationToken ct) =>
        Task.FromResult(data.Tokens.Find(token => token.TokenHash.AsSpan().SequenceEqual(tokenHash) && token.Purpose == purpose));

    /// <inheritdoc/>
    public Task VoidTokensAsync(UserId userId, VerificationPurpose purpose, DateTimeOffset now, CancellationToken ct) =>
        Void(token => token.UserId == userId && token.Purpose == purpose, now);

    /// <inheritdoc/>
    public Task VoidTokensAsync(UserId userId, IReadOnlyCollection<VerificationPurpose> purposes, DateTimeOffset now, CancellationToken ct) =>
        Void(token => token.UserId == userId && purposes.Contains(token.Purpose), now);

    /// <inheritdoc/>
    public Task VoidTokensSinceAsync(VerificationToken token, DateTimeOffset now, CancellationToken ct) =>
        Void(each => each.UserId == token.UserId && each.Purpose == token.Purpose && each.CreatedAt >= token.CreatedAt, now);

    /// <inheritdoc/>
    public Task<long> CountDeletedAsync(DateTimeOffset deletedUntil, CancellationToken ct) =>
        Task.FromResult(data.Users.LongCount(user => user.DeletedAt <= deletedUntil));

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserId>> PurgeAsync(DateTimeOffset deletedUntil, int limit, CancellationToken ct)
    {
        var gone = data.Users.Where(user => user.DeletedAt <= deletedUntil).OrderBy(static user => user.DeletedAt).Take(limit)
            .Select(static user => user.Id).ToList();
        work.Stage(() => data.Users.RemoveAll(user => gone.Contains(user.Id)));
        work.Stage(() => data.Tokens.RemoveAll(token => gone.Contains(token.UserId)));
        return Task.FromResult<IReadOnlyList<UserId>>(gone);
    }

    private Task Void(Predicate<VerificationToken> which, DateTimeOffset now)
    {
        var open = data.Tokens.Where(token => token.UsedAt is null && which(token)).ToList();
        work.Stage(() => open.ForEach(token => token.With(each => each.UsedAt, now)));
        return Task.CompletedTask;
    }

    private Error? Taken(User user) =>
        data.ByEmail(user.Email) is not null ? UserErrors.EmailTaken
        : user.ExternalId is not null && data.Users.Exists(other => other.ExternalId == user.ExternalId) ? UserErrors.ExternalIdTaken
        : null;

    private Task<User?> Loaded(User? user) => Task.FromResult(user is null ? null : work.Track(user));
}
