using System.Security.Cryptography;

namespace UserSystem.Infrastructure.Security.Tokens.P256;

/// <summary>A point of the curve y^2 = x^3 - 3 x + b (FIPS 186-5; SP 800-186, 3.2.1.3) that is not the one at infinity.</summary>
internal readonly record struct AffinePoint(FieldElement X, FieldElement Y)
{
    private static readonly FieldElement B =
        FieldElement.From(new UInt256(0x3BCE3C3E27D2604B, 0x651D06B0CC53B0F6, 0xB3EBBD55769886BC, 0x5AC635D8AA3A93E7));

    /// <summary>The point G, of which all points are multiples.</summary>
    public static AffinePoint Generator { get; } = new(
        FieldElement.From(new UInt256(0xF4A13945D898C296, 0x77037D812DEB33A0, 0xF8BCE6E563A440F2, 0x6B17D1F2E12C4247)),
        FieldElement.From(new UInt256(0xCBB6406837BF51F5, 0x2BCE33576B315ECE, 0x8EE7EB4A7C0F9E16, 0x4FE342E2FE1A7F9B)));

    /// <summary>The number of points, those of the curve and the one at infinity: a prime.</summary>
    public static Modulus Order { get; } =
        new(new UInt256(0xF3B9CAC2FC632551, 0xBCE6FAADA7179E84, 0xFFFFFFFFFFFFFFFF, 0xFFFFFFFF00000000), 0xCCD1C8AAEE00BC4F);

    /// <summary>True if the two coordinates fulfil the equation of the curve.</summary>
    public bool IsOnCurve => Y.Square() == (X.Square() - (FieldElement.One + FieldElement.One + FieldElement.One)) * X + B;

    /// <summary>
    /// The point with these coordinates of 32 bytes each, the highest first. Throws <see cref="CryptographicException"/> for any that are no
    /// point of the curve.
    /// </summary>
    public static AffinePoint Read(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        if (x.Length == UInt256.Length && y.Length == UInt256.Length)
        {
            var (xNumber, yNumber) = (UInt256.Read(x), UInt256.Read(y));
            var point = new AffinePoint(FieldElement.From(xNumber), FieldElement.From(yNumber));
            if (xNumber < FieldElement.Prime.Value && yNumber < FieldElement.Prime.Value && point.IsOnCurve)
            {
                return point;
            }
        }

        throw new CryptographicException("The key is no point of P-256.");
    }

    /// <summary>The point which together with this one makes the one at infinity.</summary>
    public AffinePoint Negate() => this with { Y = default(FieldElement) - Y };
}
