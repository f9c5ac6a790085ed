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

    public Task<bool> HasRoleAsync(UserId userId, string role, CancellationToken ct) =>
        context.Set<UserRole>().AnyAsync(
            assignment => assignment.UserId == userId
                && context.Set<Role>().Any(each => each.Id == assignment.RoleId && each.Name == role),
            ct);
}
