using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Users;

internal sealed class UserRepository(UserSystemDbContext context) : IUserRepository
{
    public Task<User?> FindAsync(UserId id, CancellationToken ct) =>
        context.Set<User>().SingleOrDefaultAsync(user => user.Id == id && user.DeletedAt == null, ct);

    public async Task<User?> FindByEmailForRegistrationAsync(EmailAddress email, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);

        // A statement of its own: the look-up must see what the holder before us committed.
        await context.Database.ExecuteSqlAsync(
            $"""select pg_advisory_xact_lock(hashtextextended(lower({email.Value} collate "und-x-icu"), 0))""", ct);
        return await ByEmail(email).SingleOrDefaultAsync(ct);
    }

    public Task<User?> FindByEmailAsync(EmailAddress email, CancellationToken ct) =>
        ByEmail(email).SingleOrDefaultAsync(user => user.DeletedAt == null, ct);

    public void Add(User user) => context.Add(user);

    public void Add(TermsAcceptance acceptance) => context.Add(acceptance);

    public void Add(VerificationToken token) => context.Add(token);

    public async Task ForgetAcceptancesAsync(UserId id, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);
        await context.Set<TermsAcceptance>().Where(acceptance => acceptance.UserId == id).ExecuteDeleteAsync(ct);
    }

    public Task<User?> FindWithDeletedAsync(UserId id, CancellationToken ct) => context.Set<User>().SingleOrDefaultAsync(user => user.Id == id, ct);

    public Task<User?> FindDeletedAsync(UserId id, CancellationToken ct) =>
        context.Set<User>().SingleOrDefaultAsync(user => user.Id == id && user.DeletedAt != null, ct);

    public Task<VerificationToken?> FindTokenAsync(byte[] tokenHash, CancellationToken ct) =>
        context.Set<VerificationToken>().SingleOrDefaultAsync(token => token.TokenHash == tokenHash, ct);

    public Task<VerificationToken?> FindTokenAsync(byte[] tokenHash, VerificationPurpose purpose, CancellationToken ct) =>
        context.Set<VerificationToken>().SingleOrDefaultAsync(token => token.TokenHash == tokenHash && token.Purpose == purpose, ct);

    public async Task VoidTokensAsync(UserId userId, VerificationPurpose purpose, DateTimeOffset now, CancellationToken ct) =>
        await VoidAsync(token => token.UserId == userId && token.Purpose == purpose, now, ct);

    public async Task VoidTokensAsync(
        UserId userId, IReadOnlyCollection<VerificationPurpose> purposes, DateTimeOffset now, CancellationToken ct) =>
        await VoidAsync(token => token.UserId == userId && purposes.Contains(token.Purpose), now, ct);

    public async Task VoidTokensSinceAsync(VerificationToken token, DateTimeOffset now, CancellationToken ct)
    {
        var (userId, purpose, since) = (token.UserId, token.Purpose, token.CreatedAt);
        await VoidAsync(each => each.UserId == userId && each.Purpose == purpose && each.CreatedAt >= since, now, ct);
    }

    public async Task<long> CountDeletedAsync(DateTimeOffset deletedUntil, CancellationToken ct) =>
        await context.Set<User>().LongCountAsync(user => user.DeletedAt <= deletedUntil, ct);

    public async Task<IReadOnlyList<UserId>> PurgeAsync(DateTimeOffset deletedUntil, int limit, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);
        var gone = await context.Database.SqlQuery<Guid>(
            $"""
            delete from users where id = any (array(
                select id from users where deleted_at <= {deletedUntil} order by deleted_at limit {limit} for update skip locked))
            returning id as "Value"
            """).ToListAsync(ct);
        return gone.ConvertAll(static id => new UserId(id));
    }

    // What this unit of work has spent is saved with it, and must not have changed meanwhile.
    private async Task VoidAsync(Expression<Func<VerificationToken, bool>> which, DateTimeOffset now, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);
        var spent = context.ChangeTracker.Entries<VerificationToken>()
            .Where(static entry => entry.Entity.UsedAt is not null).Select(static entry => entry.Entity.Id).ToArray();
        await context.Set<VerificationToken>().Where(which).Where(token => token.UsedAt == null && !spent.Contains(token.Id))
            .ExecuteUpdateAsync(token => token.SetProperty(each => each.UsedAt, now), ct);
    }

    // Compared by the collation of the column, as the index is.
    private IQueryable<User> ByEmail(EmailAddress email) => context.Set<User>().FromSql(
        $"""select * from users where email_normalized = lower({email.Value} collate "und-x-icu") collate "default" """);
}
