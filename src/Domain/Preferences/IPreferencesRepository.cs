using UserSystem.Domain.Users;

namespace UserSystem.Domain.Preferences;

/// <summary>How each person likes things to be. The database makes everybody's record; here it is only changed.</summary>
public interface IPreferencesRepository
{
    /// <summary>The language to address the person in, as a BCP 47 tag; null for nobody we know.</summary>
    Task<string?> FindLanguageAsync(UserId userId, CancellationToken ct);

    /// <summary>The language to address the person in, as a BCP 47 tag. Saved by the unit of work, after the person.</summary>
    void SetLanguage(UserId userId, string language);
}
