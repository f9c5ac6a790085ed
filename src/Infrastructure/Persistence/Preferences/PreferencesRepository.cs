using Microsoft.EntityFrameworkCore;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Preferences;

internal sealed class PreferencesRepository(UserSystemDbContext context, FinalStatements finalStatements) : IPreferencesRepository
{
    public Task<string?> FindLanguageAsync(UserId userId, CancellationToken ct) => context.Set<UserPreferences>()
        .Where(preferences => preferences.UserId == userId).Select(static preferences => preferences.Language).SingleOrDefaultAsync(ct);

    public void SetLanguage(UserId userId, string language) =>
        finalStatements.Add(ct => context.Database.ExecuteSqlAsync(
            $"update user_preferences set language = {language} where user_id = {userId.Value} and language <> {language}", ct));
}
