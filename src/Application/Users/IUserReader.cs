using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>People as they are shown. One statement a question; deleted people are not seen.</summary>
public interface IUserReader
{
    /// <summary>A person's own record, or null. <paramref name="currentTerms"/> decides what counts as outdated.</summary>
    Task<MeDto?> FindMeAsync(UserId id, string currentTerms, CancellationToken ct);

    /// <summary>What a person agreed to, newest first.</summary>
    Task<IReadOnlyList<TermsAcceptanceDto>> ListTermsAsync(UserId id, CancellationToken ct);
}
