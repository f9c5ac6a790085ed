using Microsoft.AspNetCore.Identity;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Security.Identity;

/// <summary>
/// Shows our people to ASP.NET Core Identity. It never saves: what Identity changes is saved by the unit of work of whoever asked it to,
/// and names and addresses change by use cases only.
/// </summary>
internal sealed class UserStore(IUserRepository users) : IUserPasswordStore<User>
{
    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email.Value);

    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) => GetUserNameAsync(user, cancellationToken);

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An address is changed by the use case for it.");

    // The database folds the case; there is nothing to keep.
    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken)
    {
        users.Add(user);
        return Task.FromResult(IdentityResult.Success);
    }

    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) => Task.FromResult(IdentityResult.Success);

    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("People are deleted by the use case for it.");

    public async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? await users.FindAsync(new UserId(id), cancellationToken) : null;

    public async Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        EmailAddress.TryParse(normalizedUserName, out var email) ? await users.FindByEmailAsync(email, cancellationToken) : null;

    public Task<string?> GetPasswordHashAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetPasswordHashAsync(User user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.UpgradePasswordHash(passwordHash ?? throw new ArgumentNullException(nameof(passwordHash)));
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // The repository belongs to the scope.
    }
}
