using NUnit.Framework;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>What a place for people has to do.</summary>
public abstract class UserRepositoryContract : StoreContract
{
    [Test]
    public async Task Finds_who_was_saved(CancellationToken ct)
    {
        var user = await SaveAsync(Any.PendingUser(name: "محمد"), ct);

        var found = await World.Users.FindAsync(user.Id, ct);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((found?.Id, found?.Email, found?.Name), Is.EqualTo(((UserId?)user.Id, (EmailAddress?)user.Email, "محمد")));
            Assert.That((found?.PasswordHash, found?.Status), Is.EqualTo((user.PasswordHash, (UserStatus?)UserStatus.PendingVerification)));
            Assert.That((found?.TermsVersion, found?.TermsAcceptedAt), Is.EqualTo((user.TermsVersion, user.TermsAcceptedAt)));
        }
    }

    [Test]
    public async Task Shows_nobody_before_they_are_saved(CancellationToken ct)
    {
        var user = Any.User();
        World.Users.Add(user);

        Assert.That(await Anew().Users.FindAsync(user.Id, ct), Is.Null);
    }

    [Test]
    public async Task Forgets_whom_it_was_told_of_when_the_work_is_given_up(CancellationToken ct)
    {
        var user = Any.User();
        World.Users.Add(user);
        await World.Work.ForgetAsync(ct);
        await World.Work.CommitAsync(ct);

        Assert.That(await Anew().Users.FindAsync(user.Id, ct), Is.Null);
    }

    [Test]
    public async Task Saves_ahead_of_the_commit_what_is_kept_and_undoes_what_is_not([Values] bool keep, CancellationToken ct)
    {
        var (before, tried, after) = (Any.User(), Any.User(), Any.User());
        World.Users.Add(before);
        Assert.That((await World.Work.SaveAsync(static () => Task.CompletedTask, keep: true, ct)).Error, Is.Null);

        var saved = await World.Work.SaveAsync(
            () =>
            {
                World.Users.Add(tried);
                return Task.CompletedTask;
            },
            keep, ct);
        World.Users.Add(after);

        Assert.That(saved.Error, Is.Null);
        Assert.That(await Anew().Users.FindAsync(before.Id, ct), Is.Null, "nothing is seen before the commit");
        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.Null);
        User?[] found = [await Anew().Users.FindAsync(before.Id, ct), await Anew().Users.FindAsync(tried.Id, ct), await Anew().Users.FindAsync(after.Id, ct)];
        Assert.That(found.Select(static each => each is not null), Is.EqualTo(new[] { true, keep, true }));
    }

    [Test]
    public async Task Tells_of_a_taken_address_when_it_is_saved([Values] bool keep, CancellationToken ct)
    {
        var taken = await SaveAsync(Any.User(), ct);

        var saved = await World.Work.SaveAsync(
            () =>
            {
                World.Users.Add(Any.User(taken.Email.Value));
                return Task.CompletedTask;
            },
            keep, ct);

        Assert.That(saved.Error, Is.EqualTo(UserErrors.EmailTaken));
    }

    [Test]
    public async Task Keeps_what_an_aggregate_decided(CancellationToken ct)
    {
        var id = (await SaveAsync(Any.PendingUser(), ct)).Id;
        var user = await World.Users.FindAsync(id, ct);
        user!.VerifyEmail(Any.Instant.AddHours(1));
        await World.Work.CommitAsync(ct);

        var found = await Anew().Users.FindAsync(id, ct);

        Assert.That((found?.Status, found?.EmailVerifiedAt), Is.EqualTo(((UserStatus?)UserStatus.Active, (DateTimeOffset?)Any.Instant.AddHours(1))));
    }

    [Test]
    public async Task Finds_the_living_only_by_their_id(CancellationToken ct)
    {
        var deleted = await SaveAsync(Any.DeletedUser(), ct);

        Assert.That(await World.Users.FindAsync(deleted.Id, ct), Is.Null);
        Assert.That(await World.Users.FindAsync(Any.Id<UserId>(), ct), Is.Null);
    }

    [Test]
    public async Task Finds_everybody_by_address_for_a_registration(CancellationToken ct)
    {
        var (pending, active, deleted) =
            (await SaveAsync(Any.PendingUser(), ct), await SaveAsync(Any.User(), ct), await SaveAsync(Any.DeletedUser(), ct));

        Assert.That((await World.Users.FindByEmailForRegistrationAsync(pending.Email, ct))?.Id, Is.EqualTo(pending.Id));
        Assert.That((await World.Users.FindByEmailForRegistrationAsync(active.Email, ct))?.Id, Is.EqualTo(active.Id));
        Assert.That((await World.Users.FindByEmailForRegistrationAsync(deleted.Email, ct))?.Id, Is.EqualTo(deleted.Id));
        Assert.That(await World.Users.FindByEmailForRegistrationAsync(Any.Email(), ct), Is.Null);
    }

    [Test]
    public async Task Finds_the_living_by_address_wherever_they_stand(CancellationToken ct)
    {
        var (pending, active) = (await SaveAsync(Any.PendingUser(), ct), await SaveAsync(Any.User(), ct));
        var deleted = await SaveAsync(Any.PendingUser().With(user => user.DeletedAt, Any.Instant), ct);

        Assert.That((await World.Users.FindByEmailAsync(pending.Email, ct))?.Id, Is.EqualTo(pending.Id));
        Assert.That((await World.Users.FindByEmailAsync(active.Email, ct))?.Id, Is.EqualTo(active.Id));
        Assert.That(await World.Users.FindByEmailAsync(deleted.Email, ct), Is.Null);
        Assert.That(await World.Users.FindByEmailAsync(Any.Email(), ct), Is.Null);
    }

    [TestCase("Case.", "cASE.")]
    [TestCase("éclair.", "ÉCLAIR.")]
    [TestCase("почта.", "ПОЧТА.")]
    [TestCase("ω.", "Ω.")]
    public async Task An_address_is_the_same_in_any_case(string one, string other, CancellationToken ct)
    {
        var rest = Any.Email().Value;
        var user = await SaveAsync(Any.PendingUser(one + rest), ct);

        var found = await World.Users.FindByEmailAsync(EmailAddress.Parse(other + rest), ct);
        World.Users.Add(Any.User(other + rest));
        var committed = await World.Work.CommitAsync(ct);

        Assert.That(found?.Id, Is.EqualTo(user.Id));
        Assert.That(committed.Error, Is.EqualTo(UserErrors.EmailTaken));
    }

    [Test]
    public async Task Keeps_the_longest_address_that_can_be_read(CancellationToken ct)
    {
        // The letter becomes two in lower case; all but the beginning of the domain is as long as it may be.
        var rest = $"İ@{Any.Email().Value.Replace('@', '.')}.";
        var labels = string.Concat(Enumerable.Repeat("d.", (EmailAddress.MaxLength - rest.Length - 1) / 2));
        var longest = rest + labels + (((EmailAddress.MaxLength - rest.Length - 1) % 2) == 0 ? "" : "d");
        var user = await SaveAsync(Any.User(longest.TrimEnd('.')), ct);

        Assert.That(user.Email.Value, Has.Length.GreaterThanOrEqualTo(EmailAddress.MaxLength - 2));
        Assert.That((await World.Users.FindByEmailForRegistrationAsync(user.Email, ct))?.Id, Is.EqualTo(user.Id));
    }

    [Test]
    public async Task Keeps_the_address_of_somebody_deleted_taken(CancellationToken ct)
    {
        var deleted = await SaveAsync(Any.DeletedUser(), ct);
        World.Users.Add(Any.User(deleted.Email.Value));

        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.EqualTo(UserErrors.EmailTaken));
    }

    [Test]
    public async Task Keeps_external_ids_apart(CancellationToken ct)
    {
        var externalId = Any.Email().Value;
        await SaveAsync(Any.User().With(user => user.ExternalId, externalId), ct);
        World.Users.Add(Any.User().With(user => user.ExternalId, externalId));

        Assert.That((await World.Work.CommitAsync(ct)).Error, Is.EqualTo(UserErrors.ExternalIdTaken));
    }

    [Test]
    public async Task Takes_any_number_of_people_without_an_external_id(CancellationToken ct)
    {
        await SaveAsync(Any.User(), ct);

        Assert.That((await SaveAsync(Any.User(), ct)).ExternalId, Is.Null);
    }

    /// <summary>The other side of the instant until which somebody can be restored.</summary>
    [Test]
    public async Task Purges_who_was_deleted_at_the_instant_or_before_and_nobody_else(CancellationToken ct)
    {
        // Years before what other tests delete, which may share the data.
        var instant = Any.Instant.AddYears(-10);
        var people = new List<User> { await SaveAsync(Any.User(), ct) };
        foreach (var microseconds in new[] { 1, 0, -1 })
        {
            people.Add(await SaveAsync(Any.DeletedUser().With(each => each.DeletedAt, instant.AddMicroseconds(microseconds)), ct));
        }

        Assert.That(await World.Users.CountDeletedAsync(instant, ct), Is.EqualTo(2));
        var first = await World.Users.PurgeAsync(instant, 1, ct);
        Assert.That(await Anew().Users.CountDeletedAsync(instant, ct), Is.EqualTo(2), "nobody goes before the commit");
        await World.Work.CommitAsync(ct);
        var second = await World.Users.PurgeAsync(instant, 2, ct);
        await World.Work.CommitAsync(ct);

        Assert.That((first, second), Is.EqualTo((new[] { people[3].Id }, new[] { people[2].Id })), "who was deleted first goes first");
        var there = new List<bool>();
        foreach (var person in people)
        {
            there.Add(await Anew().Users.FindWithDeletedAsync(person.Id, ct) is not null);
        }

        Assert.That(there, Is.EqualTo([true, true, false, false]));
    }
}
