using System.Runtime.CompilerServices;

namespace UserSystem.Infrastructure.Security.Tokens.P256;

/// <summary>
/// A number modulo p = 2^256 - 2^224 + 2^192 + 2^96 - 1, in Montgomery's form: kept is a R modulo p for R = 2^256, always less than p, so that
/// equal numbers are kept alike.
/// </summary>
[SkipLocalsInit]
internal readonly record struct FieldElement
{
    private const ulong P0 = 0xFFFFFFFFFFFFFFFF;
    private const ulong P1 = 0x00000000FFFFFFFF;
    private const ulong P3 = 0xFFFFFFFF00000001;

    // R R modulo p.
    private static readonly UInt256 RadixSquared = new(0x0000000000000003, 0xFFFFFFFBFFFFFFFF, 0xFFFFFFFFFFFFFFFE, 0x00000004FFFFFFFD);

    private readonly UInt256 _value;

    private FieldElement(in UInt256 value) => _value = value;

    /// <summary>The number p.</summary>
    public static Modulus Prime { get; } = new(new UInt256(P0, P1, 0, P3), 1);

    public static FieldElement One { get; } = From(new UInt256(1, 0, 0, 0));

    public bool IsZero => _value.IsZero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator +(in FieldElement x, in FieldElement y)
    {
        var carry = UInt256.Add(x._value, y._value, out var sum);
        return new FieldElement(SubtractPrime(sum, carry));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator -(in FieldElement x, in FieldElement y)
    {
        var mask = 0 - UInt256.Subtract(x._value, y._value, out var difference);
        UInt256.Add(difference, new UInt256(mask, mask & P1, 0, mask & P3), out difference);
        return new FieldElement(difference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator *(in FieldElement x, in FieldElement y) => Product(x._value, y._value);

    /// <summary>This number, which must be less than p, in the form of this type.</summary>
    public static FieldElement From(in UInt256 number) => Product(number, RadixSquared);

    /// <summary>The number itself.</summary>
    public UInt256 ToNumber() => Product(_value, new UInt256(1, 0, 0, 0))._value;

    /// <summary>1 / x; x must not be zero.</summary>
    public FieldElement Invert() => new(Prime.Divide(RadixSquared, default, _value).A);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public FieldElement Square()
    {
        var (x0, x1, x2, x3) = (_value.A0, _value.A1, _value.A2, _value.A3);

        // What stands twice in the square, once; then doubled; then x0 x0, x1 x1, x2 x2 and x3 x3.
        var carry = 0ul;
        var t1 = Limb.MultiplyAdd(x0, x1, 0, ref carry);
        var t2 = Limb.MultiplyAdd(x0, x2, 0, ref carry);
        var t3 = Limb.MultiplyAdd(x0, x3, 0, ref carry);
        var t4 = carry;
        carry = 0;
        t3 = Limb.MultiplyAdd(x1, x2, t3, ref carry);
        t4 = Limb.MultiplyAdd(x1, x3, t4, ref carry);
        var t5 = carry;
        carry = 0;
        t5 = Limb.MultiplyAdd(x2, x3, t5, ref carry);
        var t6 = carry;

        var t7 = t6 >> 63;
        (t6, t5, t4) = ((t6 << 1) | (t5 >> 63), (t5 << 1) | (t4 >> 63), (t4 << 1) | (t3 >> 63));
        (t3, t2, t1) = ((t3 << 1) | (t2 >> 63), (t2 << 1) | (t1 >> 63), t1 << 1);

        carry = 0;
        var t0 = Limb.MultiplyAdd(x0, x0, 0, ref carry);
        t1 = Limb.Add(t1, 0, ref carry);
        t2 = Limb.MultiplyAdd(x1, x1, t2, ref carry);
        t3 = Limb.Add(t3, 0, ref carry);
        t4 = Limb.MultiplyAdd(x2, x2, t4, ref carry);
        t5 = Limb.Add(t5, 0, ref carry);
        t6 = Limb.MultiplyAdd(x3, x3, t6, ref carry);
        return new FieldElement(Reduce(t0, t1, t2, t3, t4, t5, t6, t7 + carry));
    }

    // x y / R, less than p if one of the two is.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static FieldElement Product(in UInt256 x, in UInt256 y)
    {
        var (y0, y1, y2, y3) = y;

        var carry = 0ul;
        var t0 = Limb.MultiplyAdd(x.A0, y0, 0, ref carry);
        var t1 = Limb.MultiplyAdd(x.A0, y1, 0, ref carry);
        var t2 = Limb.MultiplyAdd(x.A0, y2, 0, ref carry);
        var t3 = Limb.MultiplyAdd(x.A0, y3, 0, ref carry);
        var t4 = carry;

        carry = 0;
        t1 = Limb.MultiplyAdd(x.A1, y0, t1, ref carry);
        t2 = Limb.MultiplyAdd(x.A1, y1, t2, ref carry);
        t3 = Limb.MultiplyAdd(x.A1, y2, t3, ref carry);
        t4 = Limb.MultiplyAdd(x.A1, y3, t4, ref carry);
        var t5 = carry;

        carry = 0;
        t2 = Limb.MultiplyAdd(x.A2, y0, t2, ref carry);
        t3 = Limb.MultiplyAdd(x.A2, y1, t3, ref carry);
        t4 = Limb.MultiplyAdd(x.A2, y2, t4, ref carry);
        t5 = Limb.MultiplyAdd(x.A2, y3, t5, ref carry);
        var t6 = carry;

        carry = 0;
        t3 = Limb.MultiplyAdd(x.A3, y0, t3, ref carry);
        t4 = Limb.MultiplyAdd(x.A3, y1, t4, ref carry);
        t5 = Limb.MultiplyAdd(x.A3, y2, t5, ref carry);
        t6 = Limb.MultiplyAdd(x.A3, y3, t6, ref carry);
        return new FieldElement(Reduce(t0, t1, t2, t3, t4, t5, t6, carry));
    }

    // Divides by R modulo p: four times that multiple of p is added which makes the lowest limb zero. As p is -1 modulo 2^64, the factor is
    // the limb itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt256 Reduce(ulong t0, ulong t1, ulong t2, ulong t3, ulong t4, ulong t5, ulong t6, ulong t7)
    {
        var over = 0ul;
        AddMultiple(t0, ref t1, ref t2, ref t3, ref t4, ref over);
        AddMultiple(t1, ref t2, ref t3, ref t4, ref t5, ref over);
        AddMultiple(t2, ref t3, ref t4, ref t5, ref t6, ref over);
        AddMultiple(t3, ref t4, ref t5, ref t6, ref t7, ref over);
        return SubtractPrime(new UInt256(t4, t5, t6, t7), over);
    }

    // Adds m p to a number whose lowest limb, not passed, is m: p + 1 = 2^96 + 2^192 P3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMultiple(ulong m, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong over)
    {
        var carry = 0ul;
        t1 = Limb.Add(t1, m << 32, ref carry);
        t2 = Limb.Add(t2, m >> 32, ref carry);
        t3 = Limb.MultiplyAdd(m, P3, t3, ref carry);
        carry += over;
        t4 += carry;
        over = t4 < carry ? 1ul : 0;
    }

    // The number and a bit above it, less p if that is not less: without a branch, as nobody could foretell it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt256 SubtractPrime(in UInt256 number, ulong over)
    {
        var keep = 0 - (UInt256.Subtract(number, new UInt256(P0, P1, 0, P3), out var less) & ~over);
        return new UInt256(
            less.A0 ^ ((less.A0 ^ number.A0) & keep), less.A1 ^ ((less.A1 ^ number.A1) & keep),
            less.A2 ^ ((less.A2 ^ number.A2) & keep), less.A3 ^ ((less.A3 ^ number.A3) & keep));
    }
}
