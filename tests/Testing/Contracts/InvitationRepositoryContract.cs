using NUnit.Framework;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>What the use cases rely on when they invite and are invited.</summary>
public abstract class InvitationRepositoryContract : StoreContract
{
    private static readonly DateTimeOffset Later = Any.Instant.AddHours(1);

    [Test]
    public async Task Finds_what_was_saved_by_id_and_by_secret(CancellationToken ct)
    {
        var inviter = await SaveAsync(Any.User(), ct);
        var saved = await SaveAsync(
            new Invitation(
                Any.Id<InvitationId>(), inviter.Id, EmailAddress.Parse("Bea@example.org"), "Come!", [Any.Id<Domain.Roles.RoleId>()], 1, Any.TokenHash(),
                Any.Instant, TimeSpan.FromDays(2)), ct);

        var found = (await Anew().Invitations.FindAsync(saved.Id, ct))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((found.InviterUserId, found.Email, found.Message, found.MaxUses, found.UsedCount), Is.EqualTo(
                (inviter.Id, (EmailAddress?)EmailAddress.Parse("Bea@example.org"), "Come!", 1, 0)));
            Assert.That((found.CreatedAt, found.IssuedAt, found.ExpiresAt, found.RevokedAt), Is.EqualTo(
                (Any.Instant, Any.Instant, Any.Instant.AddDays(2), (DateTimeOffset?)null)));
            Assert.That(found.RoleIds, Is.EqualTo(saved.RoleIds));
            Assert.That((await Anew().Invitations.FindByTokenAsync(saved.TokenHash, ct))!.Id, Is.EqualTo(saved.Id));
            Assert.That((await Anew().Invitations.HoldByTokenAsync(saved.TokenHash, ct))!.Id, Is.EqualTo(saved.Id));
            Assert.That(await Anew().Invitations.FindByTokenAsync(Any.TokenHash(), ct), Is.Null);
            Assert.That(await Anew().Invitations.HoldByTokenAsync(Any.TokenHash(), ct), Is.Null);
        }
    }

    [Test]
    public async Task Counts_what_is_open_and_what_was_made_in_a_day(CancellationToken ct)
    {
        var (inviter, other) = (await SaveAsync(Any.User(), ct), await SaveAsync(Any.User(), ct));
        var now = Any.Instant.AddDays(3);
        await SaveAsync(Any.Invitation(inviter.Id, at: now.AddDays(-1)), ct);
        await SaveAsync(Any.Invitation(inviter.Id, at: now.AddHours(-23)), ct);
        await SaveAsync(Any.Invitation(inviter.Id, at: now.AddHours(-2), lifetime: TimeSpan.FromHours(2)), ct);
        var (revoked, used) = (Any.Invitation(inviter.Id, at: now.AddHours(-1)), Any.Invitation(inviter.Id, at: now.AddHours(-1)));
        revoked.Revoke(now);
        used.Use(now);
        await SaveAsync(revoked, ct);
        await SaveAsync(used, ct);
        await SaveAsync(Any.Invitation(other.Id, at: now), ct);

        Assert.That(await Anew().Invitations.CountAsync(inviter.Id, now, ct), Is.EqualTo(new InvitationCounts(2, 4, now.AddHours(-23))));
        Assert.That(await Anew().Invitations.CountAsync(Any.Id<UserId>(), now, ct), Is.EqualTo(new InvitationCounts(0, 0, null)));
    }

    [Test]
    public async Task Knows_an_address_that_used_it_in_any_case(CancellationToken ct)
    {
        var invitation = await SaveAsync(Any.Invitation((await SaveAsync(Any.User(), ct)).Id, maxUses: 5), ct);
        await UseAsync(invitation, "bea@example.org", user: null, keep: true, ct);
        await UseAsync(invitation, "cid@example.org", user: null, keep: false, ct);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Anew().Invitations.WasUsedByAsync(invitation.Id, EmailAddress.Parse("BEA@example.org"), ct), Is.True);
            Assert.That(await Anew().Invitations.WasUsedByAsync(invitation.Id, EmailAddress.Parse("cid@example.org"), ct), Is.False, "nothing was kept");
            Assert.That(await Anew().Invitations.WasUsedByAsync(Any.Id<InvitationId>(), EmailAddress.Parse("bea@example.org"), ct), Is.False);
        }
    }

    [Test]
    public async Task Lets_somebody_come_by_one_invitation_only_the_latest(CancellationToken ct)
    {
        var inviter = await SaveAsync(Any.User(), ct);
        var (one, other) = (await SaveAsync(Any.Invitation(inviter.Id, maxUses: 5), ct), await SaveAsync(Any.Invitation(inviter.Id, maxUses: 5), ct));
        var invited = await SaveAsync(Any.PendingUser(), ct);
        await UseAsync(one, invited.Email.Value, invited.Id, keep: true, ct);

        var world = Anew();
        await world.Invitations.ForgetAcceptanceAsync(invited.Id, ct);
        world.Invitations.RecordUse(other, invited.Email, invited.Id, Later, keep: true);

        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);
        Assert.That(await Anew().Invitations.WasUsedByAsync(one.Id, invited.Email, ct), Is.True, "what was used stays used");
    }

    [Test]
    public async Task Keeps_nothing_that_was_given_up(CancellationToken ct)
    {
        var invitation = await SaveAsync(Any.Invitation((await SaveAsync(Any.User(), ct)).Id), ct);
        var world = Anew();
        world.Invitations.RecordUse(invitation, EmailAddress.Parse("bea@example.org"), userId: null, Later, keep: true);

        await world.Work.ForgetAsync(ct);
        await world.Work.CommitAsync(ct);

        Assert.That(await Anew().Invitations.WasUsedByAsync(invitation.Id, EmailAddress.Parse("bea@example.org"), ct), Is.False);
    }

    private async Task UseAsync(Invitation invitation, string email, UserId? user, bool keep, CancellationToken ct)
    {
        var world = Anew();
        world.Invitations.RecordUse(invitation, EmailAddress.Parse(email), user, Later, keep);
        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);
    }

    private async Task<Invitation> SaveAsync(Invitation invitation, CancellationToken ct)
    {
        var world = Anew();
        world.Invitations.Add(invitation);
        Assert.That((await world.Work.CommitAsync(ct)).Error, Is.Null);
        return invitation;
    }
}
