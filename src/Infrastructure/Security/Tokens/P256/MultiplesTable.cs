namespace UserSystem.Infrastructure.Security.Tokens.P256;

/// <summary>
/// The multiples of one point that make every other by additions alone. Row i has 1 to Half times 2^(Bits i) times the point, as numbers
/// are taken apart into digits from -Half to Half - 1; the opposite of a point costs nothing.
/// </summary>
internal sealed class MultiplesTable
{
    // Measured: with 5 bits a verification takes 1.3 times as long; with 9 it takes 0.8 times, but the table is of three times the size.
    public const int Bits = 7;

    public const int Half = 1 << (Bits - 1);

    // One more bit than numbers have at least: the highest digit is less than half even with what is carried to it.
    private const int Rows = 256 / Bits + 1;

    private readonly AffinePoint[] _multiples = new AffinePoint[Rows * Half];

    public MultiplesTable(in AffinePoint point)
    {
        var first = point;
        var sums = new JacobianPoint[Half];
        for (var row = 0; row < Rows; row++)
        {
            var sum = JacobianPoint.Infinity;
            for (var i = 0; i < Half; i++)
            {
                sum = sum.Add(first);
                sums[i] = sum;
            }

            var multiples = _multiples.AsSpan(row * Half, Half);
            Normalise(sums, multiples);
            sums[0] = JacobianPoint.Twice(multiples[^1]);
            Normalise(sums.AsSpan(0, 1), new Span<AffinePoint>(ref first));
        }
    }

    /// <summary>All points that are kept.</summary>
    public ReadOnlySpan<AffinePoint> Multiples => _multiples;

    /// <summary>Adds the point, this many times, to a sum.</summary>
    public void AddTo(ref JacobianPoint sum, in UInt256 times)
    {
        // A digit that is half or more counts less by a whole, and the next one more by 1.
        var carry = 0;
        for (var row = 0; row < Rows; row++)
        {
            var digit = Digit(times, row) + carry;
            carry = digit >= Half ? 1 : 0;
            digit -= carry << Bits;
            if (digit > 0)
            {
                sum = sum.Add(_multiples[row * Half + digit - 1]);
            }
            else if (digit < 0)
            {
                sum = sum.Add(_multiples[row * Half - digit - 1].Negate());
            }
        }
    }

    private static int Digit(in UInt256 number, int place)
    {
        var (limb, shift) = int.DivRem(place * Bits, 64);
        var (low, high) = limb switch
        {
            0 => (number.A0, number.A1),
            1 => (number.A1, number.A2),
            2 => (number.A2, number.A3),
            _ => (number.A3, 0ul),
        };
        return (int)((low >> shift) | (high << 1 << (63 - shift))) & ((1 << Bits) - 1);
    }

    // One division for all: of the product of all Z, from which the inverse of each is multiplied out, from the last to the first.
    private static void Normalise(ReadOnlySpan<JacobianPoint> points, Span<AffinePoint> normal)
    {
        var products = new FieldElement[points.Length];
        var product = FieldElement.One;
        for (var i = 0; i < points.Length; i++)
        {
            products[i] = product;
            product *= points[i].Z;
        }

        var inverse = product.Invert();
        for (var i = points.Length - 1; i >= 0; i--)
        {
            var one = inverse * products[i];
            var square = one.Square();
            normal[i] = new AffinePoint(points[i].X * square, points[i].Y * (square * one));
            inverse *= points[i].Z;
        }
    }
}
