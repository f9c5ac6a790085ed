using Microsoft.EntityFrameworkCore;
using UserSystem.Domain.Attributes;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Attributes;

internal sealed class UserAttributeRepository(UserSystemDbContext context) : IUserAttributeRepository
{
    public async Task<IReadOnlyList<UserAttribute>> FindAsync(UserId userId, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        // What this unit of work has set or taken away already is as good as done for it; of somebody new there is nothing else.
        var changed = context.ChangeTracker.Entries<UserAttribute>()
            .Where(entry => entry.Entity.UserId == userId && keys.Contains(entry.Entity.Key)).ToList();
        var present = changed.Where(static entry => entry.State is not EntityState.Deleted).Select(static entry => entry.Entity).ToList();
        var others = keys.Except(changed.Select(static entry => entry.Entity.Key)).ToArray();
        if (others.Length > 0 && !context.ChangeTracker.Entries<User>().Any(entry => entry.Entity.Id == userId && entry.State is EntityState.Added))
        {
            present.AddRange(await context.Set<UserAttribute>().Where(each => each.UserId == userId && others.Contains(each.Key)).ToListAsync(ct));
        }

        return present;
    }

    public void Add(UserAttribute attribute) => context.Add(attribute);

    public void Remove(UserAttribute attribute) => context.Remove(attribute);

    public void Add(UserAttributeChange change) => context.Add(change);

    public async Task ForgetAllAsync(UserId userId, CancellationToken ct)
    {
        // In one statement: whoever signs up waits equally long whether or not there is anything to forget.
        await context.EnsureTransactionAsync(ct);
        await context.Database.ExecuteSqlAsync(
            $"with forgotten as (delete from user_attribute_changes where user_id = {userId.Value}) delete from user_attributes where user_id = {userId.Value}", ct);
    }
}
