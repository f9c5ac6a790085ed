using NUnit.Framework;
using UserSystem.Domain.Shared;
using UserSystem.Domain.Users;
using UserSystem.Testing;

namespace UserSystem.Domain.Tests.Users;

public sealed class VerificationTokenTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    private readonly VerificationToken _token = Any.VerificationToken(at: Any.Instant);

    [Test]
    public void Is_made_for_one_person_one_purpose_and_one_lifetime()
    {
        var (id, owner, hash) = (Any.Id<VerificationTokenId>(), Any.Id<UserId>(), Any.TokenHash());

        var token = new VerificationToken(id, owner, VerificationPurpose.VerifyEmail, hash, Any.Instant, TimeSpan.FromMinutes(5));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((token.Id, token.UserId, token.Purpose), Is.EqualTo((id, owner, VerificationPurpose.VerifyEmail)));
            Assert.That(token.TokenHash, Is.EqualTo(hash));
            Assert.That((token.CreatedAt, token.ExpiresAt), Is.EqualTo((Any.Instant, Any.Instant.AddMinutes(5))));
            Assert.That(token.UsedAt, Is.Null);
        }
    }

    [Test]
    public void Works_until_the_last_moment()
    {
        var last = Any.Instant + Lifetime - TimeSpan.FromTicks(1);

        Assert.That(_token.Use(last).Error, Is.Null);
        Assert.That(_token.UsedAt, Is.EqualTo(last));
    }

    [Test]
    public void Is_worth_nothing_from_its_end_on()
    {
        Assert.That(_token.Use(Any.Instant + Lifetime).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
        Assert.That(_token.UsedAt, Is.Null);
    }

    [Test]
    public void Works_once()
    {
        _token.Use(Any.Instant);

        Assert.That(_token.Use(Any.Instant.AddMinutes(1)).Error, Is.EqualTo(VerificationTokenErrors.Invalid));
        Assert.That(_token.UsedAt, Is.EqualTo(Any.Instant));
    }

    [Test]
    public void Used_and_expired_are_refused_alike()
    {
        var used = Any.VerificationToken(at: Any.Instant);
        used.Use(Any.Instant);

        Assert.That(used.Use(Any.Instant).Error, Is.SameAs(_token.Use(Any.Instant + Lifetime).Error));
        Assert.That(VerificationTokenErrors.Invalid.Kind, Is.EqualTo(ErrorKind.Invalid));
    }
}
