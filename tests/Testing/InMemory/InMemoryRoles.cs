using UserSystem.Domain.Preferences;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>Who has which built-in role, in memory.</summary>
public sealed class InMemoryRoles(InMemoryWork work, InMemoryData data) : IRoleRepository
{
    /// <inheritdoc/>
    public Task AssignAsync(UserId userId, string role, CancellationToken ct)
    {
        if (!BuiltInRoles.Grants.ContainsKey(role))
        {
            throw new InvalidOperationException($"There is no role {role}.");
        }

        work.Stage(() => data.Roles.Add((userId, role)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> HasRoleAsync(UserId userId, string role, CancellationToken ct) => Task.FromResult(data.Roles.Contains((userId, role)));

    /// <inheritdoc/>
    public Task<bool> IsLastAdministratorAsync(UserId userId, DateTimeOffset now, CancellationToken ct) => Task.FromResult(
        data.Roles.Contains((userId, BuiltInRoles.Admin)) && !data.Users.Exists(other =>
            other is { Status: UserStatus.Active, DeletedAt: null } && other.Id != userId && data.Roles.Contains((other.Id, BuiltInRoles.Admin))));
}

/// <summary>How people like things to be, in memory.</summary>
public sealed class InMemoryPreferences(InMemoryWork work, InMemoryData data) : IPreferencesRepository
{
    /// <summary>The languages that were saved.</summary>
    public IReadOnlyDictionary<UserId, string> Languages => data.Languages;

    /// <inheritdoc/>
    public Task<string?> FindLanguageAsync(UserId userId, CancellationToken ct) => Task.FromResult(
        data.Languages.GetValueOrDefault(userId) ?? (data.Users.Exists(user => user.Id == userId) ? "en" : null));

    /// <inheritdoc/>
    public void SetLanguage(UserId userId, string language) => work.Stage(() => data.Languages[userId] = language);
}
