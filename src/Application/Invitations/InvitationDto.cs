using System.Text.Json.Serialization;
using UserSystem.Application.Attributes;
using UserSystem.Application.Shared;
using UserSystem.Domain.Invitations;

namespace UserSystem.Application.Invitations;

/// <summary>An invitation as its sender sees it.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="InviterId">Who invites.</param>
/// <param name="Email">Whom, where it went by mail; null for an open link.</param>
/// <param name="Message">What the inviter has to say.</param>
/// <param name="RoleIds">The roles that it carries.</param>
/// <param name="Attributes">The values that it carries, by their keys.</param>
/// <param name="MaxUses">For how many addresses it is good.</param>
/// <param name="UsedCount">How many addresses signed up with it, proven or not.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it is worth nothing.</param>
/// <param name="RevokedAt">When it was taken back.</param>
/// <param name="Token">The secret of an open link, in the answer to its creation and nowhere else; otherwise null.</param>
/// <param name="Url">The open link, in the answer to its creation and nowhere else; otherwise null.</param>
public sealed record InvitationDto(
    Guid Id, Guid InviterId, string? Email, string? Message, IReadOnlyList<Guid> RoleIds, AttributeMap Attributes, int MaxUses, int UsedCount, InvitationStatus Status,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, string? Token = null, string? Url = null) : ITagged
{
    /// <summary>The version of the record, counted by the database.</summary>
    [JsonIgnore]
    public int Version { get; init; }

    // Time alone makes it expire.
    string ITagged.Tag => $"v{Version}-{(int)Status}";

    /// <summary>An invitation as it stands at this instant.</summary>
    internal static InvitationDto Of(Invitation invitation, DateTimeOffset now) => new(
        invitation.Id.Value, invitation.InviterUserId.Value, invitation.Email?.Value, invitation.Message,
        [.. invitation.RoleIds.Select(static role => role.Value)], new AttributeMap(invitation.Attributes ?? "{}"), invitation.MaxUses, invitation.UsedCount, invitation.StatusAt(now),
        invitation.CreatedAt, invitation.ExpiresAt, invitation.RevokedAt)
    {
        Version = invitation.Version,
    };
}
