using FsCheck;
using FsCheck.Fluent;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Domain.Tests.Users;

/// <summary>What holds of a person whatever they do, in whatever order.</summary>
public sealed class UserProperties
{
    private enum Act
    {
        Verify,
        AcceptFirst,
        AcceptSecond,
        Rename,
        RegisterAgain,
    }

    private static readonly Arbitrary<Act[]> Lives = Gen.ArrayOf(Gen.Elements(Enum.GetValues<Act>())).ToArbitrary();

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Only_what_changes_somebody_is_told() => Prop.ForAll(Lives, static life =>
    {
        var user = Any.PendingUser();
        return life.Select((act, i) => (act, at: Any.Instant.AddMinutes(i + 1))).All(step =>
        {
            var before = (user.Status, user.EmailVerifiedAt, user.TermsVersion, user.TermsAcceptedAt, user.PasswordHash);
            Perform(user, step.act, step.at);
            var after = (user.Status, user.EmailVerifiedAt, user.TermsVersion, user.TermsAcceptedAt, user.PasswordHash);
            return user.TakeEvents().Count > 0 == (before != after);
        });
    });

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Nobody_becomes_pending_again_and_a_proof_stays() => Prop.ForAll(Lives, static life =>
    {
        var user = Any.PendingUser();
        return life.Select((act, i) => (act, at: Any.Instant.AddMinutes(i + 1))).All(step =>
        {
            var (wasActive, proof) = (user.Status is UserStatus.Active, user.EmailVerifiedAt);
            Perform(user, step.act, step.at);
            return (!wasActive || user.Status is UserStatus.Active)
                   && (proof is null || user.EmailVerifiedAt == proof)
                   && user.Status is UserStatus.Active == user.EmailVerifiedAt is not null;
        });
    });

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Terms_and_their_instant_go_together() => Prop.ForAll(Lives, static life =>
    {
        var user = User.CreateVerified(Any.Id<UserId>(), Any.Email(), PersonName.Parse("Jo"), "hash", Any.Instant);
        return life.Select((act, i) => (act, at: Any.Instant.AddMinutes(i + 1))).All(step =>
        {
            Perform(user, step.act, step.at);
            return user.TermsVersion is null == user.TermsAcceptedAt is null;
        });
    });

    private static void Perform(User user, Act act, DateTimeOffset at)
    {
        switch (act)
        {
            case Act.Verify:
                user.VerifyEmail(at);
                break;
            case Act.AcceptFirst:
                user.AcceptTerms(TermsVersion.Parse("v1.0"), at);
                break;
            case Act.AcceptSecond:
                user.AcceptTerms(TermsVersion.Parse("v2.0"), at);
                break;
            case Act.Rename:
                user.Rename(PersonName.Parse("Other"));
                break;
            case Act.RegisterAgain when user.IsPending:
                user.RegisterAgain(user.Email, PersonName.Parse("Jo"), $"hash at {at:O}", Any.Terms, at);
                break;
        }
    }
}
