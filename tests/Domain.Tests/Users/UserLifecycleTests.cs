using NUnit.Framework;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Domain.Tests.Users;

/// <summary>Where a person can go from where they stand, whatever happened before.</summary>
public sealed class UserLifecycleTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    /// <summary>What can be done to a person.</summary>
    public enum Act
    {
        /// <summary>The address is proven.</summary>
        Verify,

        /// <summary>Staff suspends.</summary>
        Suspend,

        /// <summary>Staff reactivates.</summary>
        Reactivate,

        /// <summary>Anybody deletes.</summary>
        Delete,

        /// <summary>Anybody restores.</summary>
        Restore,

        /// <summary>A month passes.</summary>
        Wait,
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public void Every_path_follows_the_table(Act[] acts)
    {
        var user = Any.PendingUser();
        var (status, deleted, late, now) = (UserStatus.PendingVerification, false, false, Any.Instant);
        foreach (var act in acts)
        {
            var expected = Expect(act, ref status, ref deleted, ref late);
            now = act is Act.Wait ? now + Grace : now;
            var result = Do(user, act, now);

            Assert.That(result.Error, Is.EqualTo(expected), $"{act} among {string.Join(' ', acts)}");
            Assert.That(user.DeletedAt is not null, Is.EqualTo(deleted));
            Assert.That(user.Status, Is.EqualTo(deleted && status is UserStatus.Active ? UserStatus.Suspended : status));
            Assert.That(user.SuspendedAt is not null, Is.EqualTo(status is UserStatus.Suspended), "who is suspended has an instant and a reason");
            Assert.That(user.DeletedAt is null || user.Status is not UserStatus.Active, "nobody deleted is active");
        }
    }

    [Test]
    public void A_suspension_says_why_since_when_and_by_whom_until_it_is_lifted()
    {
        var (user, staff) = (Any.User(), Any.Id<UserId>());
        var stamp = user.SecurityStamp;

        user.Suspend("spam", staff, Any.Instant);

        Assert.That((user.SuspensionReason, user.SuspendedAt, user.SuspendedBy), Is.EqualTo(("spam", (DateTimeOffset?)Any.Instant, (UserId?)staff)));
        Assert.That(user.SecurityStamp, Is.Not.EqualTo(stamp));
        Assert.That(user.TakeEvents(), Is.EqualTo(new IDomainEvent[] { new UserSuspended(user.Id, Any.Instant) }));

        user.Reactivate();

        Assert.That((user.SuspensionReason, user.SuspendedAt, user.SuspendedBy), Is.EqualTo(((string?)null, (DateTimeOffset?)null, (UserId?)null)));
        Assert.That(user.TakeEvents(), Is.EqualTo(new IDomainEvent[] { new UserReactivated(user.Id) }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Whom_staff_brings_in_begins_active_or_with_an_address_to_prove(bool active)
    {
        var user = User.Create(
            Any.Id<UserId>(), EmailAddress.Parse("jo@example.org"), PersonName.Parse("Jo"), "hash", active, ExternalId.Parse("crm-1"), Any.Instant);

        Assert.That(
            (user.Status, user.EmailVerifiedAt, user.PasswordHash, user.LastPasswordChangeAt, user.ExternalId, user.TermsVersion),
            Is.EqualTo((active ? UserStatus.Active : UserStatus.PendingVerification, active ? Any.Instant : (DateTimeOffset?)null, "hash",
                (DateTimeOffset?)Any.Instant, "crm-1", (string?)null)));
        Assert.That(user.TakeEvents(), Is.EqualTo(new IDomainEvent[] { new UserRegistered(user) }));
    }

    [Test]
    public void Somebody_without_a_password_never_changed_one() => Assert.That(
        User.Create(Any.Id<UserId>(), EmailAddress.Parse("jo@example.org"), PersonName.Parse("Jo"), null, active: true, null, Any.Instant)
            .LastPasswordChangeAt, Is.Null);

    [Test]
    public void A_corrected_address_is_not_proven_yet_and_the_old_one_is_told()
    {
        var user = Any.User("old@example.org");
        var stamp = user.SecurityStamp;

        var before = user.CorrectEmail(EmailAddress.Parse("new@example.org"), Any.Instant);

        Assert.That((before?.Value, user.Email.Value, user.EmailVerifiedAt, user.Status), Is.EqualTo(("old@example.org", "new@example.org", (DateTimeOffset?)null, UserStatus.Active)));
        Assert.That(user.SecurityStamp, Is.Not.EqualTo(stamp));
        Assert.That(user.TakeEvents(), Has.Exactly(1).InstanceOf<EmailChanged>());
        Assert.That(user.CorrectEmail(EmailAddress.Parse("new@example.org"), Any.Instant), Is.Null);
        Assert.That(user.TakeEvents(), Is.Empty);
    }

    [TestCase("crm-1", true)]
    [TestCase(" crm 1 ", true)]
    [TestCase("", false)]
    [TestCase("  ", false)]
    [TestCase("a\nb", false)]
    [TestCase(null, false)]
    public void An_external_id_is_one_line(string? text, bool accepted)
    {
        Assert.That(ExternalId.TryParse(text, out var id), Is.EqualTo(accepted));
        Assert.That(accepted ? id.ToString() : null, Is.EqualTo(accepted ? text!.Trim() : null));
    }

    [Test]
    public void An_external_id_has_at_most_255_characters()
    {
        Assert.That(ExternalId.TryParse(new string('x', 255), out _), Is.True);
        Assert.That(() => ExternalId.Parse(new string('x', 256)), Throws.InstanceOf<FormatException>());
    }

    private static Result Do(User user, Act act, DateTimeOffset now)
    {
        switch (act)
        {
            case Act.Verify:
                user.VerifyEmail(now);
                return Result.Success;
            case Act.Suspend:
                return user.Suspend("because", null, now);
            case Act.Reactivate:
                return user.Reactivate();
            case Act.Delete:
                return user.Delete(now);
            case Act.Restore:
                return user.Restore(Grace, now);
            default:
                return Result.Success;
        }
    }

    // The rules once more, in the words of the design.
    private static Error? Expect(Act act, ref UserStatus status, ref bool deleted, ref bool late)
    {
        switch (act)
        {
            case Act.Verify when !deleted && status is UserStatus.PendingVerification:
                status = UserStatus.Active;
                return null;
            case Act.Suspend when !deleted && status is UserStatus.Active:
                status = UserStatus.Suspended;
                return null;
            case Act.Reactivate when !deleted && status is UserStatus.Suspended:
                status = UserStatus.Active;
                return null;
            case Act.Delete when !deleted:
                (deleted, late) = (true, false);
                return null;
            case Act.Restore when deleted && !late:
                deleted = false;
                return null;
            case Act.Restore when deleted:
                return UserErrors.RestoreTooLate;
            case Act.Wait:
                late = deleted;
                return null;
            case Act.Verify:
                return null;
            default:
                return UserErrors.InvalidTransition;
        }
    }
}
