using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

internal sealed class VerifiedTokensTests
{
    private static readonly VerifiedToken Any = new(new CallerIdentity(default, default, 1, default), 0, new SigningKeySet([]));

    private readonly VerifiedTokens _verified = new(capacity: 100);

    [Test]
    public void Finds_what_was_added_and_nothing_else()
    {
        _verified.Add(Digest(1), Any);

        Assert.That(_verified.Find(Digest(1)), Is.SameAs(Any));
        Assert.That(_verified.Find(Digest(2)), Is.Null);
    }

    [Test]
    public void Never_keeps_more_than_its_capacity()
    {
        for (var i = 0; i < 1000; i++)
        {
            _verified.Add(Digest(i), Any);
            Assert.That(_verified.Count, Is.LessThanOrEqualTo(100));
        }

        Assert.That(_verified.Count, Is.GreaterThanOrEqualTo(50));
        Assert.That(_verified.Find(Digest(0)), Is.Null);
        Assert.That(_verified.Find(Digest(999)), Is.Not.Null);
    }

    [Test]
    public void Keeps_what_is_in_use()
    {
        _verified.Add(Digest(-1), Any);

        for (var i = 0; i < 1000; i++)
        {
            _verified.Add(Digest(i), Any);
            Assert.That(_verified.Find(Digest(-1)), Is.Not.Null, $"after {i} others");
        }
    }

    [Test]
    public void Adding_the_same_again_takes_no_room()
    {
        _verified.Add(Digest(0), Any);
        for (var i = 0; i < 1000; i++)
        {
            _verified.Add(Digest(1), Any);
        }

        Assert.That(_verified.Count, Is.EqualTo(2));
    }

    [Test]
    public void Stays_bounded_under_many_threads()
    {
        Parallel.For(0, 20_000, i =>
        {
            _verified.Add(Digest(i), Any);
            _verified.Find(Digest(i - 60));
        });

        Assert.That(_verified.Count, Is.LessThanOrEqualTo(100 + Environment.ProcessorCount * 4));
    }

    [Test]
    public void Tells_tokens_apart_by_all_of_their_text()
    {
        var digest = TokenDigest.Of("a.b.c");

        Assert.That(TokenDigest.Of("a.b." + 'c'), Is.EqualTo(digest));
        Assert.That(TokenDigest.Of("a.b.d"), Is.Not.EqualTo(digest));
        Assert.That(TokenDigest.Of("a.b.é"), Is.Null);
        Assert.That(TokenDigest.Of(new string('a', Es256.MaxLength)), Is.Not.Null);
        Assert.That(TokenDigest.Of(new string('a', Es256.MaxLength + 1)), Is.Null);
    }

    private static TokenDigest Digest(int number) => TokenDigest.Of($"token {number}")!.Value;
}
