using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace UserSystem.Infrastructure.Security.Tokens.P256;

/// <summary>A number of 256 bits in four limbs of 64, the lowest first.</summary>
internal readonly record struct UInt256(ulong A0, ulong A1, ulong A2, ulong A3)
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    public bool IsZero => (A0 | A1 | A2 | A3) == 0;

    public static bool operator <(in UInt256 x, in UInt256 y) => Subtract(x, y, out _) != 0;

    public static bool operator >(in UInt256 x, in UInt256 y) => y < x;

    /// <summary>Reads 32 bytes, the highest first, as keys and signatures are written.</summary>
    public static UInt256 Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes));

    /// <summary>The sum modulo 2^256, and what did not fit: 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(in UInt256 x, in UInt256 y, out UInt256 sum)
    {
        var carry = 0ul;
        sum = new UInt256(Limb.Add(x.A0, y.A0, ref carry), Limb.Add(x.A1, y.A1, ref carry), Limb.Add(x.A2, y.A2, ref carry), Limb.Add(x.A3, y.A3, ref carry));
        return carry;
    }

    /// <summary>The difference modulo 2^256, and 1 if y is the greater, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Subtract(in UInt256 x, in UInt256 y, out UInt256 difference)
    {
        var borrow = 0ul;
        difference = new UInt256(
            Limb.Subtract(x.A0, y.A0, ref borrow), Limb.Subtract(x.A1, y.A1, ref borrow), Limb.Subtract(x.A2, y.A2, ref borrow), Limb.Subtract(x.A3, y.A3, ref borrow));
        return borrow;
    }

    /// <summary>The number without its lowest bits, at most 63 of them, filled up from above by the lowest bits of <paramref name="top"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UInt256 ShiftRight(int bits, ulong top = 0) =>
        new(Pair(A0, A1, bits), Pair(A1, A2, bits), Pair(A2, A3, bits), Pair(A3, top, bits));

    // Two shifts to the left: one by 64 would be none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pair(ulong low, ulong high, int bits) => (low >> bits) | (high << 1 << (63 - bits));
}
