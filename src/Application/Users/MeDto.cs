using System.Text.Json.Serialization;
using UserSystem.Application.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Application.Users;

/// <summary>The caller's own record.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Email">The address, as it was typed.</param>
/// <param name="FullName">What the person goes by.</param>
/// <param name="Status">Where the person stands.</param>
/// <param name="EmailVerified">True where the address is proven.</param>
/// <param name="PendingEmail">The address that the person wants to move to, until it is proven.</param>
/// <param name="HasPassword">False for a person who logs in only through a provider.</param>
/// <param name="PasswordChangedAt">When the password was last set.</param>
/// <param name="TermsAcceptedAt">When the terms were last accepted.</param>
/// <param name="TermsVersion">Which terms were last accepted.</param>
/// <param name="TermsOutdated">True where the terms in force are others. It informs; nothing is blocked.</param>
/// <param name="LastLoginAt">When the person last logged in.</param>
/// <param name="CreatedAt">When the record was made.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record MeDto(
    Guid Id, string Email, string? FullName, UserStatus Status, bool EmailVerified, string? PendingEmail, bool HasPassword,
    DateTimeOffset? PasswordChangedAt, DateTimeOffset? TermsAcceptedAt, string? TermsVersion, bool TermsOutdated, DateTimeOffset? LastLoginAt,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : WithParts, ITagged
{
    /// <summary>The version of the record, counted by the database.</summary>
    [JsonIgnore]
    public int Version { get; init; }

    // The last login and the terms in force change the answer without changing the record.
    string ITagged.Tag => $"v{Version}-{LastLoginAt?.UtcTicks ?? 0:x}{(TermsOutdated ? "o" : "")}{PartsTag}";
}
