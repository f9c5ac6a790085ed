using UserSystem.Domain.Preferences;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>Who has which built-in role, in memory.</summary>
public sealed class InMemoryRoles(InMemoryWork work, InMemoryData data) : IRoleRepository
{
    private static readonly Dictionary<string, RoleId> Ids = BuiltInRoles.Grants.Keys.ToDictionary(static role => role, static _ => Any.Id<RoleId>());

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

    /// <summary>The id of a built-in role, the same for as long as the tests run.</summary>
    public static RoleId IdOf(string role) => Ids[role];

    /// <summary>The built-in roles with these ids.</summary>
    public static IEnumerable<string> Named(IEnumerable<RoleId> roles) => Ids.Where(each => roles.Contains(each.Value)).Select(static each => each.Key);

    /// <inheritdoc/>
    public Task<RoleGrants> FindGrantsAsync(IReadOnlyCollection<RoleId> roles, CancellationToken ct)
    {
        var known = Ids.Where(each => each.Key != BuiltInRoles.User && roles.Contains(each.Value)).ToList();
        return Task.FromResult(new RoleGrants(
            [.. known.Select(static each => each.Value)], new PermissionSet(known.SelectMany(static each => BuiltInRoles.Grants[each.Key]))));
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
