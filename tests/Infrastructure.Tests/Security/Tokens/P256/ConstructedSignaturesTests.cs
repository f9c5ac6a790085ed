using System.Numerics;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens.P256;
using static UserSystem.Infrastructure.Tests.Security.Tokens.P256.Reference;

namespace UserSystem.Infrastructure.Tests.Security.Tokens.P256;

/// <summary>
/// Signatures that chance never makes: whoever chooses hash, r and s can lead the sum through every exception. Each is shown to the framework too.
/// </summary>
internal sealed class ConstructedSignaturesTests
{
    private static readonly BigInteger End = BigInteger.Pow(2, 256);

    private readonly BigInteger _secret = 1 + (Any() % (N - 1));

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(129)]
    public void Where_both_parts_are_the_same_point(int timesKey) => Assert.That(WithTimes(_secret, _secret * timesKey, timesKey), Is.True);

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(129)]
    public void Where_both_parts_are_opposite_points(int timesKey) => Assert.That(WithTimes(_secret, -_secret * timesKey, timesKey), Is.False);

    // The sum is nothing after the lowest digit of the key's part, and then goes on.
    [TestCase(1)]
    [TestCase(63)]
    public void Where_the_sum_is_nothing_on_the_way(int lowest) => Assert.That(WithTimes(_secret, -_secret * lowest, (5 << 21) + lowest), Is.True);

    [TestCase(1, 1, true)]
    [TestCase(5, 2, true)]
    [TestCase(5, -5, false)]
    [TestCase(-1, 1, false)]
    [TestCase(0, 1, true)]
    [TestCase(64, 64, true)]
    public void Where_the_key_is_the_generator_or_its_opposite(int timesGenerator, int timesKey, bool good)
    {
        Assert.That(WithTimes(1, timesGenerator, timesKey), Is.EqualTo(good));
        Assert.That(WithTimes(N - 1, timesGenerator, -timesKey), Is.EqualTo(good));
    }

    [TestCase("1")]
    [TestCase("100000000000000000000000000000000")]
    [TestCase("8000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550")]
    public void Where_the_key_counts_a_single_power_and_the_hash_is_zero_or_the_order(string timesKey)
    {
        Assert.That(WithTimes(_secret, 0, Hex(timesKey)), Is.True);
        Assert.That(WithTimes(_secret, 0, Hex(timesKey), N), Is.True, "the order as the hash is zero");
    }

    [Test]
    public void Where_the_hash_is_more_than_the_order()
    {
        var (point, s) = (Multiply(_secret, G)!.Value, 1 + (Any() % (N - 1)));

        Assert.That(Verdict(KeyFor(point, point.X % N, s, End - 1), point.X % N, s, End - 1), Is.True);
        Assert.That(Verdict(KeyFor(point, point.X % N, s, End - 1), point.X % N, s, End - 2), Is.False);
    }

    // The same numbers modulo the order, and so a sum that fits.
    [TestCase(5)]
    [TestCase(6)]
    public void Where_s_is_more_than_the_order(int s)
    {
        var (point, hash) = (Multiply(_secret, G)!.Value, Any());
        var key = KeyFor(point, point.X % N, s, hash);

        Assert.That(Verdict(key, point.X % N, s, hash), Is.True);
        Assert.That(Verdict(key, point.X % N, N + s, hash), Is.False);
    }

    // x is in [n, p), which random points are in once in 2^32 times.
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(19)]
    public void Where_x_is_more_than_the_order(int r)
    {
        // An even s is halved first, which makes up for r where it is not less than the order.
        var (s, hash) = (2 * (1 + (Any() % (N >> 2))), Any());
        var point = WithX(N + r)!.Value;

        Assert.That(Verdict(KeyFor(point, r, s, hash), r, s, hash), Is.True);
        Assert.That(Verdict(KeyFor(point, r, s, hash), r + 1, s, hash), Is.False);
        Assert.That(Verdict(KeyFor(point, r, s, hash), r, s, hash ^ 1), Is.False);
        Assert.That(Verdict(KeyFor(point, r, s, hash), N + r, s, hash), Is.False);
    }

    // r + n is p + x or 2^256 + x: equal to x only to whom forgets what is carried.
    [TestCase(false)]
    [TestCase(true)]
    public void Where_x_is_r_and_the_order_but_for_a_carry(bool carried)
    {
        var (s, hash) = (1 + (Any() % (N - 1)), Any());
        var point = Enumerable.Range(5, 100).Select(static x => WithX(x)).First(static point => point is not null)!.Value;
        var r = point.X + (carried ? End : P) - N;

        Assert.That(Verdict(KeyFor(point, r, s, hash), r, s, hash), Is.False);
        Assert.That(Verdict(KeyFor(point, point.X, s, hash), point.X, s, hash), Is.True, "the same with the right r");
    }

    // The key under which these numbers lead to this point: (s R - e G) / r.
    private static (BigInteger X, BigInteger Y) KeyFor((BigInteger X, BigInteger Y) point, BigInteger r, BigInteger s, BigInteger hash) =>
        Multiply(Inverse(r, N), Add(Multiply(s, point), Multiply(-hash, G)))!.Value;

    // A signature whose check adds G and the key so many times; the hash may be another number for the same remainder.
    private static bool WithTimes(BigInteger secret, BigInteger timesGenerator, BigInteger timesKey, BigInteger? hash = null)
    {
        var key = Multiply(secret, G)!.Value;

        // e = u1 s and s = r / u2; r is the sum's x, or anything where there is no sum.
        var r = Mod(Add(Multiply(timesGenerator, G), Multiply(timesKey, key))?.X ?? Any(), N);
        var s = Mod(r * Inverse(timesKey, N), N);
        return Verdict(key, r, s, hash ?? Mod(timesGenerator * s, N));
    }

    private static bool Verdict((BigInteger X, BigInteger Y) key, BigInteger r, BigInteger s, BigInteger hash)
    {
        using var framework = Framework(key);
        byte[] signature = [.. Bytes(r), .. Bytes(s)];
        var ours = new SignatureVerifier(AffinePoint.Read(Bytes(key.X), Bytes(key.Y))).Verify(Bytes(hash), signature);
        Assert.That(ours, Is.EqualTo(framework.VerifyHash(Bytes(hash), signature)), "the framework says otherwise");
        return ours;
    }
}
