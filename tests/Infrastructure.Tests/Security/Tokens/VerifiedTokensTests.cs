using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens;

namespace UserSystem.Infrastructure.Tests.Security.Tokens;

internal sealed class VerifiedTokensTests
{
    private static readonly VerifiedToken Any = new(new AccessTokenClaims(default, default, 1, 2, 3, 4), new SigningKeySet([]));

    private readonly VerifiedTokens _verified = new(capacity: 100);

    [Test]
    public void Finds_what_was_added_and_nothing_else()
    {
        _verified.Add(Digest(1), Any);

        Assert.That(_verified.TryFind(Digest(1), out var found), Is.True);
        Assert.That(found, Is.EqualTo(Any));
        Assert.That(_verified.TryFind(Digest(2), out _), Is.False);
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
        Assert.That(_verified.TryFind(Digest(0), out _), Is.False);
        Assert.That(_verified.TryFind(Digest(999), out _), Is.True);
    }

    [Test]
    public void Keeps_what_is_in_use()
    {
        _verified.Add(Digest(-1), Any);

        for (var i = 0; i < 1000; i++)
        {
            _verified.Add(Digest(i), Any);
            Assert.That(_verified.TryFind(Digest(-1), out _), Is.True, $"after {i} others");
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
            _verified.TryFind(Digest(i - 60), out _);
        });

        Assert.That(_verified.Count, Is.LessThanOrEqualTo(100));
    }

    [Test]
    public void A_full_memory_takes_few_megabytes_and_what_comes_and_goes_leaves_nothing_behind()
    {
        var start = GC.GetAllocatedBytesForCurrentThread();
        var verified = new VerifiedTokens();
        for (ulong i = 0; i < 200_000; i++)
        {
            verified.Add(new TokenDigest(i, i, i, i), Any);
        }

        var full = GC.GetAllocatedBytesForCurrentThread();
        for (ulong i = 200_000; i < 300_000; i++)
        {
            verified.Add(new TokenDigest(i, i, i, i), Any);
        }

        Assert.Multiple(() =>
        {
            Assert.That(full - start, Is.LessThan(8_000_000));
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - full, Is.LessThan(10_000));
            Assert.That(verified.Count, Is.InRange(25_000, 50_000));
        });
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

    [Test]
    public void A_digest_is_the_SHA256_of_the_token_whatever_was_hashed_before_it_and_beside_it() => Parallel.For(0, 1000, static i =>
    {
        var token = new string('a', i % 100) + i;

        var digest = TokenDigest.Of(token)!.Value;

        var expected = MemoryMarshal.Cast<byte, ulong>(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        Assert.That((ulong[])[digest.A, digest.B, digest.C, digest.D], Is.EqualTo(expected.ToArray()));
    });

    private static TokenDigest Digest(int number) => TokenDigest.Of($"token {number}")!.Value;
}
