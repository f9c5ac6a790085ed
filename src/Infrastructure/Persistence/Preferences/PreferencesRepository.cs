using Microsoft.EntityFrameworkCore;
using UserSystem.Domain.Preferences;
using UserSystem.Domain.Users;

namespace UserSystem.Infrastructure.Persistence.Preferences;

internal sealed class PreferencesRepository(UserSystemDbContext context, FinalStatements finalStatements) : IPreferencesRepository
{
    public void SetLanguage(UserId userId, string language) =>
        finalStatements.Add(ct => context.Database.ExecuteSqlAsync(
            $"update user_preferences set language = {language} where user_id = {userId.Value} and language <> {language}", ct));
}
