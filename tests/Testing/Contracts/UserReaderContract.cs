using NUnit.Framework;
using UserSystem.Domain.Roles;
using UserSystem.Domain.Users;

namespace UserSystem.Testing.Contracts;

/// <summary>What showing people and asking for their roles has to do.</summary>
public abstract class UserReaderContract : StoreContract
{
    [Test]
    public async Task Shows_a_person_as_they_are(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(name: "Jo"), ct);

        var me = await World.Reader.FindMeAsync(user.Id, "v1.0", null, ct);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((me?.Id, me?.Email, me?.FullName), Is.EqualTo(((Guid?)user.Id.Value, user.Email.Value, "Jo")));
            Assert.That((me?.Status, me?.EmailVerified, me?.HasPassword), Is.EqualTo(((UserStatus?)UserStatus.Active, (bool?)true, (bool?)true)));
            Assert.That((me?.PasswordChangedAt, me?.TermsAcceptedAt, me?.TermsVersion), Is.EqualTo(((DateTimeOffset?)Any.Instant, (DateTimeOffset?)Any.Instant, "v1.0")));
            Assert.That(me?.LastLoginAt, Is.Null);
        }
    }

    [TestCase("v1.0", false)]
    [TestCase("v2.0", true)]
    public async Task Says_whether_other_terms_are_in_force(string current, bool outdated, CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);

        Assert.That((await World.Reader.FindMeAsync(user.Id, current, null, ct))?.TermsOutdated, Is.EqualTo(outdated));
    }

    [Test]
    public async Task Says_what_is_missing(CancellationToken ct)
    {
        var user = Any.PendingUser().With(each => each.PasswordHash, (string?)null).With(each => each.Name, (string?)null)
            .With(each => each.TermsVersion, (string?)null).With(each => each.TermsAcceptedAt, (DateTimeOffset?)null);
        await SaveAsync(user, ct);

        var me = await World.Reader.FindMeAsync(user.Id, "v1.0", null, ct);

        Assert.That((me?.HasPassword, me?.EmailVerified, me?.FullName, me?.TermsOutdated), Is.EqualTo(((bool?)false, (bool?)false, (string?)null, (bool?)true)));
    }

    [Test]
    public async Task Shows_nobody_who_is_deleted_or_unknown(CancellationToken ct)
    {
        var deleted = await SaveAsync(Any.DeletedUser(), ct);

        Assert.That(await World.Reader.FindMeAsync(deleted.Id, "v1.0", null, ct), Is.Null);
        Assert.That(await World.Reader.FindMeAsync(Any.Id<UserId>(), "v1.0", null, ct), Is.Null);
    }

    [Test]
    public async Task Knows_a_role_once_it_is_saved(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        await World.Roles.AssignAsync(user.Id, BuiltInRoles.Support, ct);
        var before = await Anew().Roles.HasRoleAsync(user.Id, BuiltInRoles.Support, ct);
        await World.Work.CommitAsync(ct);

        Assert.That(before, Is.False);
        Assert.That(await World.Roles.HasRoleAsync(user.Id, BuiltInRoles.Support, ct), Is.True);
        Assert.That(await World.Roles.HasRoleAsync(user.Id, BuiltInRoles.Admin, ct), Is.False);
        Assert.That(await World.Roles.HasRoleAsync(Any.Id<UserId>(), BuiltInRoles.Support, ct), Is.False);
    }

    [Test]
    public async Task Shows_the_address_that_a_person_wants_to_move_to(CancellationToken ct)
    {
        var user = Any.User();
        user.RequestEmail(EmailAddress.Parse("new@example.org"));
        await SaveAsync(user, ct);

        Assert.That((await World.Reader.FindMeAsync(user.Id, "v1.0", null, ct))?.PendingEmail, Is.EqualTo("new@example.org"));
    }

    [Test]
    public async Task Knows_the_language_of_everybody_and_of_nobody_else(CancellationToken ct)
    {
        var (user, other) = (await SaveAsync(Any.User(), ct), await SaveAsync(Any.User(), ct));
        World.Preferences.SetLanguage(user.Id, "ar");
        await World.Work.CommitAsync(ct);

        Assert.That(await World.Preferences.FindLanguageAsync(user.Id, ct), Is.EqualTo("ar"));
        Assert.That(await World.Preferences.FindLanguageAsync(other.Id, ct), Is.EqualTo("en"));
        Assert.That(await World.Preferences.FindLanguageAsync(Any.Id<UserId>(), ct), Is.Null);
    }

    [Test]
    public async Task Somebody_who_is_no_administrator_is_not_the_last_one(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);
        await World.Roles.AssignAsync(user.Id, BuiltInRoles.Support, ct);
        await World.Work.CommitAsync(ct);

        Assert.That(await World.Roles.IsLastAdministratorAsync(user.Id, Any.Instant, ct), Is.False);
    }

    [Test]
    public async Task Everybody_is_a_user_without_an_assignment(CancellationToken ct)
    {
        var user = await SaveAsync(Any.User(), ct);

        Assert.That(await World.Roles.HasRoleAsync(user.Id, BuiltInRoles.User, ct), Is.False);
    }

    [Test]
    public void Gives_no_role_that_does_not_exist(CancellationToken ct) =>
        Assert.That(() => World.Roles.AssignAsync(Any.Id<UserId>(), "emperor", ct), Throws.InvalidOperationException);
}
