using NUnit.Framework;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Domain.Tests.Invitations;

/// <summary>What an invitation allows, and for how long.</summary>
public sealed class InvitationTests
{
    private static readonly DateTimeOffset Now = Any.Instant;

    [Test]
    public void Is_pending_until_it_is_used_up_taken_back_or_expired()
    {
        var (open, used, revoked) = (Any.Invitation(maxUses: 2), Any.Invitation(), Any.Invitation());
        open.Use(Now);
        used.Use(Now);
        revoked.Revoke(Now);

        Assert.That(new[] { open, used, revoked }.Select(static each => each.StatusAt(Now)), Is.EqualTo(
            [InvitationStatus.Pending, InvitationStatus.Accepted, InvitationStatus.Revoked]));
        Assert.That(new[] { open, used, revoked }.Select(static each => each.StatusAt(Now.AddDays(7))), Is.EqualTo(
            [InvitationStatus.Expired, InvitationStatus.Accepted, InvitationStatus.Revoked]));
        Assert.That(open.StatusAt(Now.AddDays(7).AddTicks(-1)), Is.EqualTo(InvitationStatus.Pending));
    }

    [Test]
    public void Is_used_as_often_as_it_says_and_no_more()
    {
        var invitation = Any.Invitation(maxUses: 2);

        Assert.That(new[] { invitation.Use(Now), invitation.Use(Now), invitation.Use(Now) }.Select(static each => each.Error), Is.EqualTo(
            [null, null, InvitationErrors.Invalid]));
        Assert.That(invitation.UsedCount, Is.EqualTo(2));
    }

    [Test]
    public void By_mail_it_is_good_once_and_each_role_is_carried_once()
    {
        var role = Any.Id<RoleId>();
        var invitation = Any.Invitation(email: "bea@example.org", maxUses: 9, roles: [role, role]);

        Assert.That((invitation.MaxUses, invitation.RoleIds.Single()), Is.EqualTo((1, role)));
    }

    [TestCase("Bea@example.org", "bea@example.ORG", true)]
    [TestCase("bea@example.org", "bea@example.net", false)]
    [TestCase("béa@example.org", "béa@example.org", true)]
    [TestCase("béa@example.org", "BÉA@example.org", false)]
    [TestCase("ΣΟΦΙΑΣ@example.org", "σοφιασ@example.org", false)]
    public void By_mail_it_is_for_one_address_alone(string invited, string typed, bool isFor) =>
        Assert.That(Any.Invitation(email: invited).IsFor(EmailAddress.Parse(typed)), Is.EqualTo(isFor));

    [Test]
    public void An_open_link_is_for_anybody() => Assert.That(Any.Invitation().IsFor(Any.Email()), Is.True);

    [Test]
    public void Taking_it_back_twice_is_as_good_as_once_and_what_is_over_cannot_be_taken_back()
    {
        var (invitation, used) = (Any.Invitation(), Any.Invitation());
        used.Use(Now);

        Assert.That(invitation.Revoke(Now).Error, Is.Null);
        Assert.That(invitation.Revoke(Now.AddHours(1)).Error, Is.Null);
        Assert.That(invitation.RevokedAt, Is.EqualTo(Now));
        Assert.That(used.Revoke(Now).Error, Is.EqualTo(InvitationErrors.NotPending));
        Assert.That(Any.Invitation().Revoke(Now.AddDays(7)).Error, Is.EqualTo(InvitationErrors.NotPending));
        Assert.That((invitation.IsOverAt(Now), used.IsOverAt(Now), used.IsOverAt(Now.AddDays(7))), Is.EqualTo((true, false, true)));
    }

    [Test]
    public void Sent_again_it_is_good_as_long_as_the_first_time_however_often()
    {
        var invitation = Any.Invitation(email: "bea@example.org", lifetime: TimeSpan.FromDays(3));

        invitation.Renew(Now.AddDays(2));
        invitation.Renew(Now.AddDays(4));

        Assert.That((invitation.IssuedAt, invitation.ExpiresAt, invitation.CreatedAt), Is.EqualTo((Now.AddDays(4), Now.AddDays(7), Now)));
        Assert.That(invitation.Renew(Now.AddDays(7)).Error, Is.EqualTo(InvitationErrors.NotPending));
        Assert.That(Any.Invitation().Renew(Now).Error, Is.EqualTo(InvitationErrors.NotMailed));
    }

    [Test]
    public void Sent_again_and_again_it_ends_thirty_days_after_it_was_made()
    {
        var invitation = Any.Invitation(email: "bea@example.org", lifetime: TimeSpan.FromDays(14));

        Assert.That(invitation.Renew(Now.AddDays(13)).Error, Is.Null);
        Assert.That(invitation.ExpiresAt, Is.EqualTo(Now.AddDays(27)));
        Assert.That(invitation.Renew(Now.AddDays(20)).Error, Is.Null);
        Assert.That(invitation.ExpiresAt, Is.EqualTo(Now.AddDays(30)));
        Assert.That(invitation.Renew(Now.AddDays(29)).Error, Is.Null);
        Assert.That(invitation.ExpiresAt, Is.EqualTo(Now.AddDays(30)));
    }
}
