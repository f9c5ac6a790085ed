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
}

/// <summary>How people like things to be, in memory.</summary>
public sealed class InMemoryPreferences(InMemoryWork work, InMemoryData data) : IPreferencesRepository
{
    /// <summary>The languages that were saved.</summary>
    public IReadOnlyDictionary<UserId, string> Languages => data.Languages;

    /// <inheritdoc/>
    public void SetLanguage(UserId userId, string language) => work.Stage(() => data.Languages[userId] = language);
}
