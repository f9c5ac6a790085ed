using System.Text.Json.Serialization;
using Mapster;
using UserSystem.Application.Accounts;
using UserSystem.Application.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>A person, as staff sees them.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Email">The address, as it was typed.</param>
/// <param name="FullName">What the person goes by.</param>
/// <param name="Status">Where the person stands.</param>
/// <param name="EmailVerified">True where the address is proven.</param>
/// <param name="PendingEmail">The address that the person wants to move to, until it is proven.</param>
/// <param name="HasPassword">False for a person who has none yet, or logs in only through a provider.</param>
/// <param name="PasswordChangedAt">When the password was last set.</param>
/// <param name="ExternalId">The id in the system that the person came from.</param>
/// <param name="TermsAcceptedAt">When the terms were last accepted.</param>
/// <param name="TermsVersion">Which terms were last accepted.</param>
/// <param name="TermsOutdated">True where the terms in force are others.</param>
/// <param name="LastLoginAt">When the person last logged in.</param>
/// <param name="SuspendedAt">When staff suspended the person.</param>
/// <param name="SuspensionReason">Why.</param>
/// <param name="SuspendedByUserId">Who did it.</param>
/// <param name="CreatedAt">When the record was made.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="DeletedAt">When the person was deleted.</param>
/// <param name="DaysUntilPurge">In how many days at most the data of a deleted person goes for good; 0 where it may go any moment.</param>
public sealed record UserDto(
    Guid Id, string Email, string? FullName, UserStatus Status, bool EmailVerified, string? PendingEmail, bool HasPassword,
    DateTimeOffset? PasswordChangedAt, string? ExternalId, DateTimeOffset? TermsAcceptedAt, string? TermsVersion, bool TermsOutdated,
    DateTimeOffset? LastLoginAt, DateTimeOffset? SuspendedAt, string? SuspensionReason, Guid? SuspendedByUserId,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt, int? DaysUntilPurge) : WithParts, ITagged
{
    /// <summary>The version of the record, counted by the database.</summary>
    [JsonIgnore]
    public int Version { get; init; }

    // The last login, the terms in force and the days that pass change the answer without changing the record.
    string ITagged.Tag => $"v{Version}-{LastLoginAt?.UtcTicks ?? 0:x}{(TermsOutdated ? "o" : "")}{DaysUntilPurge}{PartsTag}";
}

internal sealed class UserMapping : IRegister
{
    public void Register(TypeAdapterConfig config) => config.NewConfig<User, UserDto>()
        .Map(shown => shown.Id, user => user.Id.Value)
        .Map(shown => shown.Email, user => user.Email.Value)
        .Map(shown => shown.FullName, user => user.Name)
        .Map(shown => shown.EmailVerified, user => user.EmailVerifiedAt != null)
        .Map(shown => shown.PendingEmail, user => user.PendingEmail == null ? null : user.PendingEmail.Value.Value)
        .Map(shown => shown.HasPassword, user => user.PasswordHash != null)
        .Map(shown => shown.PasswordChangedAt, user => user.LastPasswordChangeAt)
        .Map(shown => shown.SuspendedByUserId, user => user.SuspendedBy == null ? (Guid?)null : user.SuspendedBy.Value.Value);
}

/// <summary>What of a person is not theirs but the installation's: which terms are in force, and how long deleted people are kept.</summary>
internal static class UserDtoExtensions
{
    /// <summary>Completes what was mapped from the person alone.</summary>
    public static UserDto At(this UserDto user, DateTimeOffset now, AccountsOptions accounts) => user with
    {
        TermsOutdated = user.TermsVersion != accounts.CurrentTermsVersion,
        DaysUntilPurge = user.DeletedAt is { } deletedAt
            ? Math.Max(0, (int)Math.Ceiling((deletedAt + accounts.PurgeAfter - now).TotalDays))
            : null,
    };
}
