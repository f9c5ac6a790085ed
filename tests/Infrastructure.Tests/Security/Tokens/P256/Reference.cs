using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using UserSystem.Infrastructure.Security.Tokens.P256;

namespace UserSystem.Infrastructure.Tests.Security.Tokens.P256;

/// <summary>P-256 as in a school book, slow and with nothing in common with what it judges, and P-256 of the framework.</summary>
internal static class Reference
{
    public static readonly BigInteger P = BigInteger.Pow(2, 256) - BigInteger.Pow(2, 224) + BigInteger.Pow(2, 192) + BigInteger.Pow(2, 96) - 1;

    public static readonly BigInteger N = Hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    public static readonly BigInteger B = Hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    public static readonly (BigInteger X, BigInteger Y) G = (
        Hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"), Hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));

    /// <summary>Numbers with limbs at their limits: 0, 1, all ones, halves, of all 256 bits.</summary>
    public static IEnumerable<BigInteger> Edges { get; } = EdgesOf([0, 1, 0xffffffff, 0xffffffff00000001, ulong.MaxValue]).Concat(
        [P - 1, P - 2, N - 1, N - 2, P >> 1, N >> 1, (P >> 1) + 1, P - N, N - 3, 2, 3]).ToList();

    public static BigInteger Hex(string text) => BigInteger.Parse("0" + text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static BigInteger Mod(BigInteger x, BigInteger modulus) => ((x % modulus) + modulus) % modulus;

    public static BigInteger Inverse(BigInteger x, BigInteger modulus) => BigInteger.ModPow(Mod(x, modulus), modulus - 2, modulus);

    public static BigInteger Any() => new(RandomNumberGenerator.GetBytes(32), isUnsigned: true);

    public static UInt256 Number(BigInteger x) => UInt256.Read(Bytes(x));

    public static BigInteger Big(in UInt256 x) => x.A0 + ((BigInteger)x.A1 << 64) + ((BigInteger)x.A2 << 128) + ((BigInteger)x.A3 << 192);

    public static FieldElement Field(BigInteger x) => FieldElement.From(Number(x));

    public static AffinePoint Point((BigInteger X, BigInteger Y) point) => new(Field(point.X), Field(point.Y));

    public static byte[] Bytes(BigInteger x)
    {
        var bytes = x.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    /// <summary>The point with this x whose y is even, if there is one.</summary>
    public static (BigInteger X, BigInteger Y)? WithX(BigInteger x)
    {
        var y = BigInteger.ModPow(Mod((x * x * x) - (3 * x) + B, P), (P + 1) / 4, P);
        return Mod((y * y) - (x * x * x) + (3 * x) - B, P).IsZero ? (x, y.IsEven ? y : P - y) : null;
    }

    /// <summary>The sum of two points; null is the one at infinity.</summary>
    public static (BigInteger X, BigInteger Y)? Add((BigInteger X, BigInteger Y)? one, (BigInteger X, BigInteger Y)? other)
    {
        if (one is not { } a || other is not { } b)
        {
            return one ?? other;
        }

        if (a.X == b.X && a.Y != b.Y)
        {
            return null;
        }

        var slope = a == b ? 3 * ((a.X * a.X) - 1) * Inverse(2 * a.Y, P) : (b.Y - a.Y) * Inverse(b.X - a.X, P);
        var x = Mod((slope * slope) - a.X - b.X, P);
        return (x, Mod((slope * (a.X - x)) - a.Y, P));
    }

    public static (BigInteger X, BigInteger Y)? Multiply(BigInteger times, (BigInteger X, BigInteger Y)? point)
    {
        (BigInteger, BigInteger)? sum = null;
        for (times = Mod(times, N); !times.IsZero; times >>= 1, point = Add(point, point))
        {
            sum = times.IsEven ? sum : Add(sum, point);
        }

        return sum;
    }

    /// <summary>A multiple of G as the framework reckons it: as the public key to a private one.</summary>
    public static AffinePoint FromFramework(BigInteger times)
    {
        using var pair = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Bytes(Mod(times, N)) });
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        return AffinePoint.Read(point.X, point.Y);
    }

    /// <summary>The framework's verifier for a public key.</summary>
    public static ECDsa Framework((BigInteger X, BigInteger Y) key) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Bytes(key.X), Y = Bytes(key.Y) },
    });

    private static IEnumerable<BigInteger> EdgesOf(ulong[] limbs) =>
        from a in limbs from b in limbs from c in limbs from d in limbs select Big(new UInt256(a, b, c, d));
}
