using UserSystem.Application.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>People as they are shown. One statement a question; deleted people are not seen.</summary>
public interface IUserReader
{
    /// <summary>A person's own record, or null. <paramref name="currentTerms"/> decides what counts as outdated.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="currentTerms">The terms in force.</param>
    /// <param name="inclusion">What is shown with it; null for nothing.</param>
    /// <param name="ct">Gives up.</param>
    Task<MeDto?> FindMeAsync(UserId id, string currentTerms, UserInclusion? inclusion, CancellationToken ct);

    /// <summary>Anybody's record, deleted people's included, or null; what the installation's settings decide of it is not filled in.</summary>
    Task<UserDto?> FindAsync(UserId id, UserInclusion? inclusion, CancellationToken ct);

    /// <summary>
    /// People, newest first, from a place in the list on. Where values are sought, the ids say who is newer, as in <see cref="Attributes.IAttributeReader"/>.
    /// The list must be free to be cut by whoever asked.
    /// </summary>
    Task<List<UserSummaryDto>> ListAsync(UserFilter filter, Position? after, int limit, CancellationToken ct);

    /// <summary>What a person agreed to, newest first.</summary>
    Task<IReadOnlyList<TermsAcceptanceDto>> ListTermsAsync(UserId id, CancellationToken ct);
}
