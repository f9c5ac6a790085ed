using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.InMemory;

/// <summary>People as they are shown, in memory. What the database counts and stamps is what the test put there.</summary>
public sealed class InMemoryUserReader(InMemoryData data) : IUserReader
{
    /// <inheritdoc/>
    public Task<MeDto?> FindMeAsync(UserId id, string currentTerms, UserInclusion? inclusion, CancellationToken ct) =>
        Task.FromResult(data.Users.Find(user => user.Id == id && user.DeletedAt is null) is { } user
            ? new MeDto(
                user.Id.Value, user.Email.Value, user.Name, user.Status, user.EmailVerifiedAt is not null, user.PendingEmail?.Value, user.PasswordHash is not null,
                user.LastPasswordChangeAt, user.TermsAcceptedAt, user.TermsVersion, user.TermsVersion != currentTerms, user.LastLoginAt,
                user.CreatedAt, user.UpdatedAt)
            { Version = user.Version }
            : null);

    /// <inheritdoc/>
    public Task<UserDto?> FindAsync(UserId id, UserInclusion? inclusion, CancellationToken ct) => Task.FromResult(
        data.Users.Find(user => user.Id == id) is { } user
            ? new UserDto(
                user.Id.Value, user.Email.Value, user.Name, user.Status, user.EmailVerifiedAt is not null, user.PendingEmail?.Value,
                user.PasswordHash is not null, user.LastPasswordChangeAt, user.ExternalId, user.TermsAcceptedAt, user.TermsVersion, TermsOutdated: false,
                user.LastLoginAt, user.SuspendedAt, user.SuspensionReason, user.SuspendedBy?.Value, user.CreatedAt, user.UpdatedAt, user.DeletedAt,
                DaysUntilPurge: null)
            { Version = user.Version }
            : null);

    /// <inheritdoc/>
    public Task<List<UserSummaryDto>> ListAsync(UserFilter filter, Position? after, int limit, CancellationToken ct) => Task.FromResult(
        data.Users.Where(user => (filter.IncludeDeleted || user.DeletedAt is null) && (filter.Status is null || user.Status == filter.Status))
            .OrderByDescending(static user => user.CreatedAt).ThenByDescending(static user => user.Id.Value)
            .Where(user => after is not { } end || (user.CreatedAt, user.Id.Value).CompareTo((end.At, end.Id)) < 0)
            .Take(limit)
            .Select(static user => new UserSummaryDto(
                user.Id.Value, user.Email.Value, user.Name, user.Status, user.CreatedAt, user.LastLoginAt, user.ExternalId, user.DeletedAt))
            .ToList());

    /// <inheritdoc/>
    public Task<IReadOnlyList<TermsAcceptanceDto>> ListTermsAsync(UserId id, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<TermsAcceptanceDto>>([
            .. data.Acceptances.Where(each => each.UserId == id).OrderByDescending(static each => each.AcceptedAt)
                .ThenByDescending(static each => each.Version, StringComparer.Ordinal)
                .Select(static each => new TermsAcceptanceDto(each.Version, each.AcceptedAt)),
        ]);
}
