using System.Numerics;
using System.Security.Cryptography;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Tokens.P256;
using static UserSystem.Infrastructure.Tests.Security.Tokens.P256.Reference;

namespace UserSystem.Infrastructure.Tests.Security.Tokens.P256;

/// <summary>Says of every signature, good or bad, what the framework says of it.</summary>
internal sealed class SignatureVerifierTests
{
    private static readonly BigInteger End = BigInteger.Pow(2, 256);

    [Test]
    public void Agrees_with_the_framework() => Agree(keys: 12, signatures: 25);

    // Minutes: for a change of the arithmetic.
    [Test, Explicit]
    public void Agrees_with_the_framework_a_million_times() => Agree(keys: 400, signatures: 100);

    [Test]
    public void Looks_at_nothing_of_another_length()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var verifier = Verifier(pair);
        var hash = RandomNumberGenerator.GetBytes(32);
        var signature = pair.SignHash(hash);

        Assert.That(verifier.Verify(hash, signature), Is.True);
        foreach (var other in (byte[][])[signature[..63], signature[1..], [.. signature, 0], [0, .. signature], signature[..32], []])
        {
            Assert.That(verifier.Verify(hash, other), Is.False, $"{other.Length} bytes");
        }

        foreach (var other in (byte[][])[hash[..31], hash[1..], [.. hash, 0], [0, .. hash], []])
        {
            Assert.That(verifier.Verify(other, signature), Is.False, $"a hash of {other.Length} bytes");
        }
    }

    [Test]
    public void Takes_nothing_from_the_heap()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var verifier = Verifier(pair);
        var hash = RandomNumberGenerator.GetBytes(32);
        var signature = pair.SignHash(hash);
        verifier.Verify(hash, signature);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            verifier.Verify(hash, signature);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static SignatureVerifier Verifier(ECDsa pair)
    {
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        return new SignatureVerifier(AffinePoint.Read(point.X, point.Y));
    }

    private static void Agree(int keys, int signatures)
    {
        var (good, bad) = (0, 0);
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, keys, _ =>
        {
            using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var verifier = Verifier(pair);
            for (var i = 0; i < signatures; i++)
            {
                var hash = SHA256.HashData(RandomNumberGenerator.GetBytes(20));
                foreach (var (otherHash, signature) in Variants(hash, pair.SignHash(hash), stranger.SignHash(hash)))
                {
                    var expected = pair.VerifyHash(otherHash, signature);
                    Interlocked.Increment(ref expected ? ref good : ref bad);
                    if (verifier.Verify(otherHash, signature) != expected)
                    {
                        wrong.Add($"{Convert.ToHexString(otherHash)} {Convert.ToHexString(signature)} should be {expected}");
                    }
                }
            }
        });

        TestContext.Out.WriteLine($"{good} good and {bad} bad ones");
        Assert.That(wrong, Is.Empty);
        Assert.That(good, Is.GreaterThanOrEqualTo(2 * keys * signatures), "those as made, and with s negated");
        Assert.That(bad, Is.GreaterThanOrEqualTo(20 * keys * signatures));
    }

    private static IEnumerable<(byte[] Hash, byte[] Signature)> Variants(byte[] hash, byte[] signature, byte[] ofStranger)
    {
        var (r, s) = (new BigInteger(signature.AsSpan(0, 32), true, true), new BigInteger(signature.AsSpan(32), true, true));
        yield return (hash, signature);
        yield return (hash, [.. Bytes(r), .. Bytes(N - s)]);
        yield return (Flipped(hash), signature);
        yield return (hash, Flipped(signature));
        yield return (hash, [.. Flipped(signature[..32]), .. signature[32..]]);
        yield return (hash, [.. signature[32..], .. signature[..32]]);
        yield return (hash, ofStranger);
        yield return (hash, [.. Bytes((r + N) % End), .. Bytes(s)]);
        yield return (hash, [.. Bytes(r), .. Bytes((s + N) % End)]);
        yield return (hash, [.. Bytes(N - r), .. Bytes(s)]);
        foreach (var limit in (BigInteger[])[0, 1, N - 1, N, N + 1, P, End - 1])
        {
            yield return (hash, [.. Bytes(limit), .. Bytes(s)]);
            yield return (hash, [.. Bytes(r), .. Bytes(limit)]);
            yield return (Bytes(limit), signature);
        }
    }

    private static byte[] Flipped(byte[] bytes)
    {
        var (other, bit) = (bytes.ToArray(), RandomNumberGenerator.GetInt32(bytes.Length * 8));
        other[bit / 8] ^= (byte)(1 << (bit % 8));
        return other;
    }
}
