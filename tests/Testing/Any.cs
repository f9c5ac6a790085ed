using System.Globalization;
using System.Net;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;

namespace UserSystem.Testing;

/// <summary>Things of which a test only needs some: each call takes what the test is about and makes up the rest.</summary>
public static class Any
{
    /// <summary>The hash that <see cref="User"/> and <see cref="PendingUser"/> have; the password of nobody.</summary>
    public const string PasswordHash = "$any$hash";

    /// <summary>How long sessions last where a test does not care: an hour, a fortnight, a month.</summary>
    public static readonly SessionLifetime Lifetime = new(TimeSpan.FromHours(1), TimeSpan.FromDays(14), TimeSpan.FromDays(30));

    private static readonly Ids Ids = new(new FakeClock());
    private static int _count;

    /// <summary>The instant at which fake clocks begin.</summary>
    public static DateTimeOffset Instant => FakeClock.Start;

    /// <summary>An address from the range for documentation (RFC 5737).</summary>
    public static IPAddress Address => IPAddress.Parse("192.0.2.7");

    /// <summary>The terms that are in force by default.</summary>
    public static TermsVersion Terms => TermsVersion.Parse("v1.0");

    /// <summary>A new id.</summary>
    public static TId Id<TId>()
        where TId : struct, IEntityId<TId> => Ids.Next<TId>();

    /// <summary>An address that nobody else has.</summary>
    public static EmailAddress Email() => EmailAddress.Parse(
        string.Create(CultureInfo.InvariantCulture, $"person{Interlocked.Increment(ref _count)}@example.org"));

    /// <summary>A token that nobody else has.</summary>
    public static byte[] TokenHash() => OneTimeToken.Create().Hash;

    /// <summary>Somebody who signed up and has not proven the address.</summary>
    public static User PendingUser(string? email = null, string name = "Jo Doe", DateTimeOffset? at = null)
    {
        var user = Domain.Users.User.Register(
            Id<UserId>(), email is null ? Email() : EmailAddress.Parse(email), PersonName.Parse(name), PasswordHash, Terms, at ?? Instant);
        user.TakeEvents();
        return user;
    }

    /// <summary>Somebody who may log in, with no event left untold.</summary>
    public static User User(string? email = null, string name = "Jo Doe", DateTimeOffset? at = null)
    {
        var user = PendingUser(email, name, at);
        user.VerifyEmail(at ?? Instant);
        user.TakeEvents();
        return user;
    }

    /// <summary>Somebody whom staff keeps out.</summary>
    public static User SuspendedUser(string? email = null) => User(email).With(user => user.Status, UserStatus.Suspended);

    /// <summary>Somebody who was deleted.</summary>
    public static User DeletedUser(string? email = null) => SuspendedUser(email).With(user => user.DeletedAt, Instant);

    /// <summary>A session that begins, as a rule at <see cref="Instant"/>.</summary>
    public static Session Session(
        User? owner = null, byte[]? tokenHash = null, bool remembered = false, SessionLifetime? lifetime = null, DateTimeOffset? at = null,
        DeviceId? device = null) =>
        new(Id<SessionId>(), owner?.Id ?? Id<UserId>(), device ?? Id<DeviceId>(), tokenHash ?? TokenHash(), remembered,
            lifetime ?? Lifetime, Address, "tests", at ?? Instant);

    /// <summary>An invitation that is open: a link, or one to an address.</summary>
    public static Invitation Invitation(
        UserId? inviter = null, string? email = null, int maxUses = 1, byte[]? hash = null, DateTimeOffset? at = null, TimeSpan? lifetime = null,
        params IEnumerable<RoleId> roles) =>
        new(Id<InvitationId>(), inviter ?? Id<UserId>(), email is null ? null : EmailAddress.Parse(email), message: null, roles, maxUses,
            hash ?? TokenHash(), at ?? Instant, lifetime ?? TimeSpan.FromDays(7));

    /// <summary>A token that proves an address, or is good for something else.</summary>
    public static VerificationToken VerificationToken(
        UserId? owner = null, byte[]? hash = null, DateTimeOffset? at = null, VerificationPurpose purpose = VerificationPurpose.VerifyEmail,
        string? payload = null) =>
        new(Id<VerificationTokenId>(), owner ?? Id<UserId>(), purpose, hash ?? TokenHash(), at ?? Instant, TimeSpan.FromDays(1), payload);
}
