using System.Text;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Domain.Invitations;

/// <summary>Identifies an <see cref="Invitation"/>.</summary>
public readonly record struct InvitationId(Guid Value) : IEntityId<InvitationId>
{
    /// <inheritdoc/>
    public static InvitationId From(Guid value) => new(value);
}

/// <summary>What became of an invitation.</summary>
public enum InvitationStatus
{
    /// <summary>Somebody can still sign up with it.</summary>
    Pending,

    /// <summary>It was used as often as it could be.</summary>
    Accepted,

    /// <summary>Whoever sent it took it back before it was used up.</summary>
    Revoked,

    /// <summary>Its time ran out before it was used up.</summary>
    Expired,
}

/// <summary>
/// A person's word that somebody may sign up. One to an address travels by mail alone, is good once, for that address only, and proves it;
/// an open link goes wherever the inviter gives it, and proves nothing. Only the hash of its secret is known here.
/// </summary>
public sealed class Invitation : Entity
{
    /// <summary>For how many people an open link is good at most.</summary>
    public const int MaxUsesLimit = 1000;

    /// <summary>How long the words to the invited may be, in code points.</summary>
    public const int MaxMessageLength = 500;

    /// <summary>How many roles an invitation carries at most.</summary>
    public const int MaxRoles = 20;

    /// <summary>How long an invitation is good where nobody says.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(7);

    /// <summary>How long an invitation is good at most.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(30);

    private Invitation()
    {
    }

    /// <summary>A new one. To an address it is good once, whatever <paramref name="maxUses"/> says.</summary>
    public Invitation(
        InvitationId id, UserId inviter, EmailAddress? email, string? message, IEnumerable<RoleId> roles, int maxUses, byte[] tokenHash,
        DateTimeOffset now, TimeSpan lifetime, string? attributes = null)
    {
        (Id, InviterUserId, Email, Message, TokenHash) = (id, inviter, email, message, tokenHash);
        Roles = [.. roles.Select(static role => role.Value).Distinct()];
        MaxUses = email is null ? maxUses : 1;
        Attributes = attributes;
        (CreatedAt, IssuedAt, ExpiresAt) = (now, now, now + lifetime);
    }

    /// <summary>Never changes.</summary>
    public InvitationId Id { get; private set; }

    /// <summary>Who invites.</summary>
    public UserId InviterUserId { get; private set; }

    /// <summary>Whom, where it is sent by mail; null for an open link.</summary>
    public EmailAddress? Email { get; private set; }

    /// <summary>What the inviter has to say to the invited.</summary>
    public string? Message { get; private set; }

    /// <summary>The roles that whoever signs up with it is given. One that is gone by then is not given.</summary>
    public IReadOnlyList<RoleId> RoleIds => Array.ConvertAll(Roles, static id => new RoleId(id));

    /// <summary>Values that whoever signs up with it begins with: a JSON object of keys and values; null for none.</summary>
    public string? Attributes { get; private set; }

    /// <summary>SHA-256 of the secret.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>For how many addresses it is good.</summary>
    public int MaxUses { get; private set; }

    /// <summary>How many addresses signed up with it, whether or not they were proven afterwards.</summary>
    public int UsedCount { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was sent for the last time: its time counts from here.</summary>
    public DateTimeOffset IssuedAt { get; private set; }

    /// <summary>From when on it is worth nothing.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was taken back.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Counted by the database with every change; what a conditional request names.</summary>
    public int Version { get; private set; }

    // As the database keeps them.
    private Guid[] Roles { get; set; } = [];

    /// <summary>Where it stands at this instant.</summary>
    public InvitationStatus StatusAt(DateTimeOffset now) => StatusOf(UsedCount, MaxUses, RevokedAt, ExpiresAt, now);

    /// <summary>Where an invitation with these values stands at this instant.</summary>
    public static InvitationStatus StatusOf(int usedCount, int maxUses, DateTimeOffset? revokedAt, DateTimeOffset expiresAt, DateTimeOffset now) =>
        usedCount >= maxUses ? InvitationStatus.Accepted
        : revokedAt is not null ? InvitationStatus.Revoked
        : now >= expiresAt ? InvitationStatus.Expired
        : InvitationStatus.Pending;

    /// <summary>True where it was taken back or its time ran out, used up or not.</summary>
    public bool IsOverAt(DateTimeOffset now) => RevokedAt is not null || now >= ExpiresAt;

    /// <summary>
    /// True where somebody with this address may use it, as far as the address goes. Case does not count in ASCII, where it never makes
    /// another account; of other letters only the same prove the address.
    /// </summary>
    public bool IsFor(EmailAddress email) => Email is not { } own || own == email || Ascii.EqualsIgnoreCase(own.Value, email.Value);

    /// <summary>One more address signs up with it.</summary>
    public Result Use(DateTimeOffset now)
    {
        if (StatusAt(now) is not InvitationStatus.Pending)
        {
            return InvitationErrors.Invalid;
        }

        UsedCount++;
        return Result.Success;
    }

    /// <summary>The inviter takes it back. Whoever signed up with it stays. Repeating it changes nothing.</summary>
    public Result Revoke(DateTimeOffset now)
    {
        switch (StatusAt(now))
        {
            case InvitationStatus.Pending:
                RevokedAt = now;
                return Result.Success;
            case InvitationStatus.Revoked:
                return Result.Success;
            default:
                return InvitationErrors.NotPending;
        }
    }

    /// <summary>It is to be mailed once more, and is good as long again as it was before, but not beyond <see cref="MaxLifetime"/> after it was made.</summary>
    public Result Renew(DateTimeOffset now)
    {
        if (StatusAt(now) is not InvitationStatus.Pending)
        {
            return InvitationErrors.NotPending;
        }

        if (Email is null)
        {
            return InvitationErrors.NotMailed;
        }

        var (end, last) = (now + (ExpiresAt - IssuedAt), CreatedAt + MaxLifetime);
        (IssuedAt, ExpiresAt) = (now, end < last ? end : last);
        return Result.Success;
    }

    /// <summary>A new secret goes out; the one before it is worth nothing from now on.</summary>
    public void Issue(byte[] tokenHash) => TokenHash = tokenHash;
}
