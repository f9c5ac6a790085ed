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

    public Task<VerificationToken?> FindTokenAsync(byte[] tokenHash, VerificationPurpose purpose, CancellationToken ct) =>
        context.Set<VerificationToken>().SingleOrDefaultAsync(token => token.TokenHash == tokenHash && token.Purpose == purpose, ct);

    public async Task VoidTokensAsync(UserId userId, VerificationPurpose purpose, DateTimeOffset now, CancellationToken ct)
    {
        await context.EnsureTransactionAsync(ct);
        await context.Set<VerificationToken>()
            .Where(token => token.UserId == userId && token.Purpose == purpose && token.UsedAt == null)
            .ExecuteUpdateAsync(token => token.SetProperty(each => each.UsedAt, now), ct);
    }

    // Compared by the collation of the column, as the index is.
    private IQueryable<User> ByEmail(EmailAddress email) => context.Set<User>().FromSql(
        $"""select * from users where email_normalized = lower({email.Value} collate "und-x-icu") collate "default" """);
}
