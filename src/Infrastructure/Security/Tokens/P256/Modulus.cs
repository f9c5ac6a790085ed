using System.Numerics;
using System.Runtime.CompilerServices;

namespace UserSystem.Infrastructure.Security.Tokens.P256;

/// <summary>
/// Sums, differences and quotients modulo a prime between 2^255 and 2^256. <paramref name="negativeInverse"/> is the prime's inverse modulo
/// 2^64, negated.
/// </summary>
internal sealed class Modulus(UInt256 value, ulong negativeInverse)
{
    /// <summary>The prime itself.</summary>
    public UInt256 Value { get; } = value;

    /// <summary>The remainder of any number: the prime is more than half of all that fit.</summary>
    public UInt256 Reduce(in UInt256 number) => UInt256.Subtract(number, Value, out var less) == 0 ? less : number;

    /// <summary>
    /// Divides two remainders by a third by the binary form of Euclid's algorithm. At every moment x : a = y : b = u : divisor and
    /// likewise x2, y2 and v. How long it takes depends on the divisor: it is for public numbers only.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (UInt256 A, UInt256 B) Divide(in UInt256 a, in UInt256 b, in UInt256 divisor)
    {
        if (divisor.IsZero)
        {
            throw new DivideByZeroException();
        }

        var (u, x, y) = (divisor, a, b);
        var (v, x2, y2) = (Value, default(UInt256), default(UInt256));
        MakeOdd(ref u, ref x, ref y);
        while (u != v)
        {
            if (u < v)
            {
                UInt256.Subtract(v, u, out v);
                (x2, y2) = (Subtract(x2, x), Subtract(y2, y));
                MakeOdd(ref v, ref x2, ref y2);
            }
            else
            {
                UInt256.Subtract(u, v, out u);
                (x, y) = (Subtract(x, x2), Subtract(y, y2));
                MakeOdd(ref u, ref x, ref y);
            }
        }

        return (x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MakeOdd(ref UInt256 u, ref UInt256 x, ref UInt256 y)
    {
        while ((u.A0 & 1) == 0)
        {
            var bits = Math.Min(BitOperations.TrailingZeroCount(u.A0), 63);
            (u, x, y) = (u.ShiftRight(bits), Halve(x, bits), Halve(y, bits));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UInt256 Subtract(in UInt256 x, in UInt256 y)
    {
        var mask = 0 - UInt256.Subtract(x, y, out var difference);
        UInt256.Add(difference, new UInt256(Value.A0 & mask, Value.A1 & mask, Value.A2 & mask, Value.A3 & mask), out difference);
        return difference;
    }

    // That multiple of the prime is added which makes the lowest bits zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UInt256 Halve(in UInt256 x, int bits)
    {
        var factor = (x.A0 * negativeInverse) & ((1ul << bits) - 1);
        var carry = 0ul;
        var sum = new UInt256(
            Limb.MultiplyAdd(factor, Value.A0, x.A0, ref carry), Limb.MultiplyAdd(factor, Value.A1, x.A1, ref carry),
            Limb.MultiplyAdd(factor, Value.A2, x.A2, ref carry), Limb.MultiplyAdd(factor, Value.A3, x.A3, ref carry));
        return sum.ShiftRight(bits, carry);
    }
}
