using System.Runtime.CompilerServices;

namespace UserSystem.Infrastructure.Security.Tokens.P256;

/// <summary>Arithmetic by pieces of 64 bits, with what is carried from one to the next.</summary>
internal static class Limb
{
    /// <summary>The low half of x + y + carry; what is above becomes the carry, 0 or 1, if it was 0 or 1 or y is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong x, ulong y, ref ulong carry)
    {
        var partial = x + carry;
        var sum = partial + y;
        carry = (partial < carry ? 1ul : 0) | (sum < y ? 1ul : 0);
        return sum;
    }

    /// <summary>x - y - borrow modulo 2^64; the borrow, 0 or 1, becomes 1 if that is less than zero, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Subtract(ulong x, ulong y, ref ulong borrow)
    {
        var partial = x - y;
        var difference = partial - borrow;
        borrow = (x < y ? 1ul : 0) | (partial < borrow ? 1ul : 0);
        return difference;
    }

    /// <summary>The low half of x y + z + carry; the high half becomes the carry. It always fits: (2^64 - 1)^2 + 2 (2^64 - 1) = 2^128 - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyAdd(ulong x, ulong y, ulong z, ref ulong carry)
    {
        var high = Math.BigMul(x, y, out var low);
        low += z;
        high += low < z ? 1ul : 0;
        low += carry;
        carry = high + (low < carry ? 1ul : 0);
        return low;
    }
}
