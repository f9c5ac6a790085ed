using NUnit.Framework;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Domain.Tests.Users;

public sealed class UserTests
{
    private static readonly DateTimeOffset Now = Any.Instant;
    private static readonly DateTimeOffset Later = Now.AddHours(1);

    [Test]
    public void Who_registers_is_pending_with_what_they_said()
    {
        var (id, email) = (Any.Id<UserId>(), Any.Email());

        var user = User.Register(id, email, PersonName.Parse("Jo Doe"), "hash", TermsVersion.Parse("v1.0"), Now);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(user.Id, Is.EqualTo(id));
            Assert.That(user.Email, Is.EqualTo(email));
            Assert.That(user.Name, Is.EqualTo("Jo Doe"));
            Assert.That(user.PasswordHash, Is.EqualTo("hash"));
            Assert.That(user.LastPasswordChangeAt, Is.EqualTo(Now));
            Assert.That(user.SecurityStamp, Is.Not.Empty);
            Assert.That(user.Status, Is.EqualTo(UserStatus.PendingVerification));
            Assert.That(user.IsPending, Is.True);
            Assert.That(user.EmailVerifiedAt, Is.Null);
            Assert.That(user.TermsVersion, Is.EqualTo("v1.0"));
            Assert.That(user.TermsAcceptedAt, Is.EqualTo(Now));
            Assert.That(user.DeletedAt, Is.Null);
            Assert.That(user.LastLoginAt, Is.Null);
            Assert.That(user.ExternalId, Is.Null);
        }
    }

    [Test]
    public void Registering_tells_of_the_terms_and_then_of_the_registration()
    {
        var user = User.Register(Any.Id<UserId>(), Any.Email(), PersonName.Parse("Jo"), "hash", Any.Terms, Now);

        Assert.That(user.TakeEvents(), Is.EqualTo(new object[] { new TermsAccepted(user.Id, Any.Terms, Now), new UserRegistered(user) }));
    }

    [Test]
    public void An_administrator_is_active_and_verified_from_the_start_and_agreed_to_nothing()
    {
        var admin = User.CreateVerified(Any.Id<UserId>(), Any.Email(), PersonName.Parse("Root"), "hash", Now);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(admin.Status, Is.EqualTo(UserStatus.Active));
            Assert.That(admin.EmailVerifiedAt, Is.EqualTo(Now));
            Assert.That(admin.IsPending, Is.False);
            Assert.That(admin.Name, Is.EqualTo("Root"));
            Assert.That(admin.PasswordHash, Is.EqualTo("hash"));
            Assert.That(admin.LastPasswordChangeAt, Is.EqualTo(Now));
            Assert.That(admin.TermsVersion, Is.Null);
            Assert.That(admin.TakeEvents(), Is.EqualTo(new[] { new UserRegistered(admin) }));
        }
    }

    [Test]
    public void Registering_again_replaces_everything_that_was_said_before()
    {
        var user = Any.PendingUser("jo@example.org", "Jo");
        var stamp = user.SecurityStamp;

        user.RegisterAgain(EmailAddress.Parse("JO@example.org"), PersonName.Parse("Joanna"), "newer", TermsVersion.Parse("v2.0"), Later);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(user.Email.Value, Is.EqualTo("JO@example.org"));
            Assert.That(user.Name, Is.EqualTo("Joanna"));
            Assert.That(user.PasswordHash, Is.EqualTo("newer"));
            Assert.That(user.LastPasswordChangeAt, Is.EqualTo(Later));
            Assert.That(user.SecurityStamp, Is.Not.EqualTo(stamp));
            Assert.That(user.TermsVersion, Is.EqualTo("v2.0"));
            Assert.That(user.TermsAcceptedAt, Is.EqualTo(Later));
            Assert.That(user.IsPending, Is.True);
        }
    }

    [Test]
    public void Registering_again_is_a_new_agreement_even_to_the_same_terms()
    {
        var user = Any.PendingUser(at: Now);

        user.RegisterAgain(user.Email, PersonName.Parse("Jo"), "hash", Any.Terms, Later);

        Assert.That(user.TermsAcceptedAt, Is.EqualTo(Later));
        Assert.That(user.TakeEvents(), Is.EqualTo(new object[] { new TermsAccepted(user.Id, Any.Terms, Later), new UserRegistered(user) }));
    }

    [TestCase(false, TestName = "Somebody_active_cannot_be_registered_again")]
    [TestCase(true, TestName = "Somebody_deleted_while_pending_cannot_be_registered_again")]
    public void Only_a_pending_registration_can_be_replaced(bool deleted)
    {
        var user = deleted ? Any.PendingUser().With(each => each.DeletedAt, Now) : Any.User();

        Assert.That(
            () => user.RegisterAgain(Any.Email(), PersonName.Parse("Eve"), "hash", Any.Terms, Later), Throws.InvalidOperationException);
        Assert.That(user.Name, Is.EqualTo("Jo Doe"));
    }

    [Test]
    public void A_proven_address_makes_a_pending_person_active()
    {
        var user = Any.PendingUser();

        user.VerifyEmail(Later);

        Assert.That(user.Status, Is.EqualTo(UserStatus.Active));
        Assert.That(user.EmailVerifiedAt, Is.EqualTo(Later));
        Assert.That(user.TakeEvents(), Is.EqualTo(new[] { new EmailVerified(user.Id) }));
    }

    [Test]
    public void Proving_an_address_twice_changes_and_tells_nothing()
    {
        var user = Any.User(at: Now);

        user.VerifyEmail(Later);

        Assert.That(user.EmailVerifiedAt, Is.EqualTo(Now));
        Assert.That(user.TakeEvents(), Is.Empty);
    }

    [Test]
    public void Proving_the_address_never_lifts_a_suspension()
    {
        var user = Any.SuspendedUser().With(each => each.EmailVerifiedAt, (DateTimeOffset?)null);

        user.VerifyEmail(Later);

        Assert.That(user.Status, Is.EqualTo(UserStatus.Suspended));
        Assert.That(user.EmailVerifiedAt, Is.EqualTo(Later));
    }

    [Test]
    public void Somebody_pending_whose_address_was_proven_before_becomes_active_and_keeps_the_first_proof()
    {
        var user = Any.PendingUser().With(each => each.EmailVerifiedAt, Now);

        user.VerifyEmail(Later);

        Assert.That((user.Status, user.EmailVerifiedAt), Is.EqualTo((UserStatus.Active, (DateTimeOffset?)Now)));
    }

    [Test]
    public void Agreeing_to_newer_terms_is_kept_and_told()
    {
        var user = Any.User(at: Now);

        user.AcceptTerms(TermsVersion.Parse("v1.1"), Later);

        Assert.That((user.TermsVersion, user.TermsAcceptedAt), Is.EqualTo(("v1.1", (DateTimeOffset?)Later)));
        Assert.That(user.TakeEvents(), Is.EqualTo(new[] { new TermsAccepted(user.Id, TermsVersion.Parse("v1.1"), Later) }));
    }

    [Test]
    public void Renaming_changes_the_name_alone()
    {
        var user = Any.User();

        user.Rename(PersonName.Parse("محمد"));

        Assert.That(user.Name, Is.EqualTo("محمد"));
        Assert.That(user.TakeEvents(), Is.Empty);
    }

    [Test]
    public void A_newer_form_of_the_same_password_is_nothing_that_the_person_would_notice()
    {
        var user = Any.User(at: Now);
        var stamp = user.SecurityStamp;

        user.UpgradePasswordHash("newer");

        Assert.That((user.PasswordHash, user.LastPasswordChangeAt, user.SecurityStamp), Is.EqualTo(("newer", (DateTimeOffset?)Now, stamp)));
        Assert.That(user.TakeEvents(), Is.Empty);
    }

    [Test]
    public void An_agreement_for_the_history_says_who_what_and_when()
    {
        var id = Any.Id<UserId>();

        var acceptance = new TermsAcceptance(id, TermsVersion.Parse("v3.2"), Now);

        Assert.That((acceptance.UserId, acceptance.Version, acceptance.AcceptedAt), Is.EqualTo((id, "v3.2", Now)));
    }
}
