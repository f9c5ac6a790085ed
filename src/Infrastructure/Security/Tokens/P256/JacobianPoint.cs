using System.Runtime.CompilerServices;

namespace UserSystem.Infrastructure.Security.Tokens.P256;

/// <summary>The point (X / Z^2, Y / Z^3), or that at infinity where Z is zero, so that adding needs no division.</summary>
internal readonly record struct JacobianPoint(FieldElement X, FieldElement Y, FieldElement Z)
{
    /// <summary>Nothing: the sum of no points.</summary>
    public static JacobianPoint Infinity => default;

    public bool IsInfinity => Z.IsZero;

    /// <summary>The sum with any point of the curve, the same and the opposite one included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public JacobianPoint Add(in AffinePoint other)
    {
        if (IsInfinity)
        {
            return new JacobianPoint(other.X, other.Y, FieldElement.One);
        }

        // Both over the same denominators: the other's are Z^2 and Z^3.
        var z2 = Z.Square();
        var dx = other.X * z2 - X;
        var dy = other.Y * (Z * z2) - Y;
        if (dx.IsZero)
        {
            return dy.IsZero ? Twice(other) : Infinity;
        }

        var dx2 = dx.Square();
        var dx3 = dx2 * dx;
        var v = X * dx2;
        var x = dy.Square() - dx3 - v - v;
        return new JacobianPoint(x, dy * (v - x) - Y * dx3, Z * dx);
    }

    /// <summary>The point added to itself. No point of the curve has y = 0, as their number is odd.</summary>
    public static JacobianPoint Twice(in AffinePoint point)
    {
        // The tangent's slope is 3 (x^2 - 1) / 2 y.
        var slope = point.X.Square() - FieldElement.One;
        slope = slope + slope + slope;
        var z = point.Y + point.Y;
        var z2 = z.Square();
        var v = point.X * z2;
        var x = slope.Square() - v - v;
        return new JacobianPoint(x, slope * (v - x) - point.Y * (z2 * z), z);
    }
}
