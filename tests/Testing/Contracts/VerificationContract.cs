using NUnit.Framework;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>What a place for people has to do for their mailed tokens and their agreements.</summary>
public abstract class VerificationContract : StoreContract
{
    private static readonly DateTimeOffset Later = Any.Instant.AddHours(1);

    [Test]
    public async Task Finds_a_token_by_its_hash(CancellationToken ct)
    {
        var token = await SaveAsync(Any.VerificationToken((await SaveAsync(Any.PendingUser(), ct)).Id), ct);

        var found = await World.Users.FindTokenAsync(token.TokenHash, VerificationPurpose.VerifyEmail, ct);

        Assert.That((found?.Id, found?.UserId, found?.ExpiresAt), Is.EqualTo(((VerificationTokenId?)token.Id, (UserId?)token.UserId, (DateTimeOffset?)token.ExpiresAt)));
        Assert.That(await World.Users.FindTokenAsync(Any.TokenHash(), VerificationPurpose.VerifyEmail, ct), Is.Null);
    }

    [Test]
    public async Task Remembers_that_a_token_was_used(CancellationToken ct)
    {
        var hash = (await SaveAsync(Any.VerificationToken((await SaveAsync(Any.PendingUser(), ct)).Id), ct)).TokenHash;
        (await World.Users.FindTokenAsync(hash, VerificationPurpose.VerifyEmail, ct))!.Use(Later);
        await World.Work.CommitAsync(ct);

        Assert.That((await FindAsync(hash, ct)).UsedAt, Is.EqualTo(Later));
    }

    [Test]
    public async Task Voids_the_unused_tokens_of_one_person(CancellationToken ct)
    {
        var (user, other) = (await SaveAsync(Any.PendingUser(), ct), await SaveAsync(Any.PendingUser(), ct));
        var used = Any.VerificationToken(user.Id);
        used.Use(Any.Instant);
        await SaveAsync(used, ct);
        var open = await SaveAsync(Any.VerificationToken(user.Id), ct);
        var foreign = await SaveAsync(Any.VerificationToken(other.Id), ct);

        await World.Users.VoidTokensAsync(user.Id, VerificationPurpose.VerifyEmail, Later, ct);
        var next = Any.VerificationToken(user.Id);
        World.Users.Add(next);
        await World.Work.CommitAsync(ct);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await FindAsync(open.TokenHash, ct)).UsedAt, Is.EqualTo(Later));
            Assert.That((await FindAsync(used.TokenHash, ct)).UsedAt, Is.EqualTo(Any.Instant), "the first use stays");
            Assert.That((await FindAsync(foreign.TokenHash, ct)).UsedAt, Is.Null);
            Assert.That((await FindAsync(next.TokenHash, ct)).UsedAt, Is.Null);
        }
    }

    [Test]
    public async Task Voids_the_tokens_of_some_purposes_but_for_what_is_just_being_spent(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        var tokens = new Dictionary<VerificationPurpose, VerificationToken>();
        foreach (var purpose in Enum.GetValues<VerificationPurpose>())
        {
            tokens[purpose] = await SaveAsync(Any.VerificationToken(user.Id, purpose: purpose), ct);
        }

        var foreign = await SaveAsync(Any.VerificationToken((await SaveAsync(Any.User(), ct)).Id, purpose: VerificationPurpose.ResetPassword), ct);
        var spent = await World.Users.FindTokenAsync(tokens[VerificationPurpose.ResetPassword].TokenHash, ct);
        spent!.Use(Later.AddMinutes(-1));
        await World.Users.VoidTokensAsync(user.Id, [VerificationPurpose.ResetPassword, VerificationPurpose.ChangeEmail], Later, ct);
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.Null);

        var after = new Dictionary<VerificationPurpose, DateTimeOffset?>();
        foreach (var (purpose, token) in tokens)
        {
            after[purpose] = (await Anew().Users.FindTokenAsync(token.TokenHash, ct))!.UsedAt;
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after[VerificationPurpose.ResetPassword], Is.EqualTo(Later.AddMinutes(-1)));
            Assert.That(after[VerificationPurpose.ChangeEmail], Is.EqualTo(Later));
            Assert.That(after.Where(static each => each.Value is null).Select(static each => each.Key), Is.EquivalentTo(
                new[] { VerificationPurpose.VerifyEmail, VerificationPurpose.RevertEmail, VerificationPurpose.RestoreUser }));
            Assert.That((await Anew().Users.FindTokenAsync(foreign.TokenHash, ct))!.UsedAt, Is.Null);
        }
    }

    [Test]
    public async Task Voids_what_was_made_later_for_the_same_person_and_purpose(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        Task<VerificationToken> SaveAtAsync(int minute, VerificationPurpose purpose = VerificationPurpose.RevertEmail) =>
            SaveAsync(Any.VerificationToken(user.Id, at: Any.Instant.AddMinutes(minute), purpose: purpose), ct);
        var (earlier, own, later, other) = (
            await SaveAtAsync(0), await SaveAtAsync(1), await SaveAtAsync(2), await SaveAtAsync(2, VerificationPurpose.RestoreUser));

        var token = await World.Users.FindTokenAsync(own.TokenHash, ct);
        token!.Use(Later);
        await World.Users.VoidTokensSinceAsync(token, Later, ct);
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.Null);

        var used = new List<bool>();
        foreach (var each in new[] { earlier, own, later, other })
        {
            used.Add((await Anew().Users.FindTokenAsync(each.TokenHash, ct))!.UsedAt is not null);
        }

        Assert.That(used, Is.EqualTo([false, true, true, false]));
    }

    [Test]
    public async Task Voids_nothing_when_the_work_is_given_up(CancellationToken ct)
    {
        var token = await SaveAsync(Any.VerificationToken((await SaveAsync(Any.PendingUser(), ct)).Id), ct);

        await World.Users.VoidTokensAsync(token.UserId, VerificationPurpose.VerifyEmail, Later, ct);
        await World.Work.ForgetAsync(ct);

        Assert.That((await FindAsync(token.TokenHash, ct)).UsedAt, Is.Null);
    }

    [Test]
    public async Task Writes_every_agreement_into_the_history(CancellationToken ct)
    {
        var user = User.Register(Any.Id<UserId>(), Any.Email(), PersonName.Parse("Jo"), "hash", Any.Terms, Any.Instant);
        await SaveAsync(user, ct);
        var loaded = await World.Users.FindAsync(user.Id, ct);
        loaded!.AcceptTerms(TermsVersion.Parse("v2.0"), Later);
        await World.Work.CommitAsync(ct);

        var terms = await World.Reader.ListTermsAsync(user.Id, ct);

        Assert.That(terms.Select(static each => (each.Version, each.AcceptedAt)), Is.EqualTo(new[] { ("v2.0", Later), ("v1.0", Any.Instant) }));
        Assert.That(await World.Reader.ListTermsAsync(Any.Id<UserId>(), ct), Is.Empty);
    }

    [Test]
    public async Task Drops_the_agreements_of_one_person_and_takes_new_ones(CancellationToken ct)
    {
        var (user, other) = (await SaveAsync(Any.PendingUser(), ct), await SaveAsync(Any.PendingUser(), ct));
        await SaveAsync(new TermsAcceptance(user.Id, Any.Terms, Any.Instant), ct);
        await SaveAsync(new TermsAcceptance(other.Id, Any.Terms, Any.Instant), ct);

        await World.Users.ForgetAcceptancesAsync(user.Id, ct);
        World.Users.Add(new TermsAcceptance(user.Id, Any.Terms, Later));
        await World.Work.CommitAsync(ct);

        Assert.That((await World.Reader.ListTermsAsync(user.Id, ct)).Single().AcceptedAt, Is.EqualTo(Later));
        Assert.That((await World.Reader.ListTermsAsync(other.Id, ct)).Single().AcceptedAt, Is.EqualTo(Any.Instant));
    }

    [Test]
    public async Task Drops_no_agreement_when_the_work_is_given_up(CancellationToken ct)
    {
        var user = await SaveAsync(Any.PendingUser(), ct);
        await SaveAsync(new TermsAcceptance(user.Id, Any.Terms, Any.Instant), ct);

        await World.Users.ForgetAcceptancesAsync(user.Id, ct);
        await World.Work.ForgetAsync(ct);

        Assert.That(await World.Reader.ListTermsAsync(user.Id, ct), Has.Count.EqualTo(1));
    }

    private async Task<VerificationToken> FindAsync(byte[] hash, CancellationToken ct) =>
        (await Anew().Users.FindTokenAsync(hash, VerificationPurpose.VerifyEmail, ct))!;

    private async Task<VerificationToken> SaveAsync(VerificationToken token, CancellationToken ct)
    {
        var world = Anew();
        world.Users.Add(token);
        await world.Work.CommitAsync(ct);
        return token;
    }

    private async Task SaveAsync(TermsAcceptance acceptance, CancellationToken ct)
    {
        var world = Anew();
        world.Users.Add(acceptance);
        await world.Work.CommitAsync(ct);
    }
}
