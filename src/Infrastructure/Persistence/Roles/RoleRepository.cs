using Microsoft.EntityFrameworkCore;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Roles;

internal sealed class RoleRepository(UserSystemDbContext context) : IRoleRepository
{
    public async Task AssignAsync(UserId userId, string role, CancellationToken ct)
    {
        var roleId = await context.Set<Role>().Where(each => each.Name == role).Select(each => each.Id).SingleAsync(ct);
        context.Add(new UserRole(userId, roleId));
    }

    public async Task<RoleGrants> FindGrantsAsync(IReadOnlyCollection<RoleId> roles, CancellationToken ct)
    {
        var wanted = roles.Select(static role => role.Value).ToArray();
        var rows = await context.Database.SqlQuery<Grant>(
            $"""
            with recursive asked as (
                select id, parent_role_id, id as root from roles where id = any ({wanted}) and name <> {BuiltInRoles.User}
                union
                select r.id, r.parent_role_id, a.root from asked a join roles r on r.id = a.parent_role_id
            )
            select distinct a.root as "RoleId", p.name as "Permission"
            from asked a left join role_permissions g on g.role_id = a.id left join permissions p on p.id = g.permission_id
            """).ToListAsync(ct);
        return new RoleGrants(
            rows.Select(static row => new RoleId(row.RoleId)).ToHashSet(), new PermissionSet(rows.Select(static row => row.Permission).OfType<string>()));
    }

    public Task<bool> HasRoleAsync(UserId userId, string role, CancellationToken ct) =>
        context.Set<UserRole>().AnyAsync(
            assignment => assignment.UserId == userId
                && context.Set<Role>().Any(each => each.Id == assignment.RoleId && each.Name == role),
            ct);

    public async Task<bool> IsLastAdministratorAsync(UserId userId, DateTimeOffset now, CancellationToken ct)
    {
        // Everybody else goes without a lock.
        if (!await HasRoleAsync(userId, BuiltInRoles.Admin, ct))
        {
            return false;
        }

        // A statement of its own: the next one must see what the holder before us committed.
        await context.EnsureTransactionAsync(ct);
        await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('administrators', 0))", ct);
        var others = await context.Database.SqlQuery<int>(
            $"""
            select 1 as "Value"
            from user_roles a join roles r on r.id = a.role_id join live_users u on u.id = a.user_id
            where r.name = {BuiltInRoles.Admin} and a.user_id <> {userId.Value} and u.status = 'active'
              and in_its_time(a.valid_from, a.expires_at, {now})
            limit 1
            """).ToListAsync(ct);
        return others.Count == 0;
    }

    private sealed record Grant(Guid RoleId, string? Permission);
}
