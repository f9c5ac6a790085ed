using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<ulong>;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>The compression function on 256-bit vectors: two rows, then two columns at a time, the rest on the stack.</summary>
internal readonly unsafe struct Argon2Avx2 : IArgon2Kernel
{
    /// <summary>Whether this machine has it.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    private static V Turn16 => Vector256.Create(0x0100070605040302UL, 0x09080f0e0d0c0b0aUL, 0x0100070605040302UL, 0x09080f0e0d0c0b0aUL);

    private static V Turn24 => Vector256.Create(0x0201000706050403UL, 0x0a09080f0e0d0c0bUL, 0x0201000706050403UL, 0x0a09080f0e0d0c0bUL);

    /// <inheritdoc/>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(ulong* previous, ulong* reference, ulong* next, bool xor)
    {
        var space = stackalloc byte[Argon2Block.Bytes + 63];
        var z = (V*)(((nint)space + 63) & ~63);
        V* p = (V*)previous, r = (V*)reference, n = (V*)next;
        for (var i = 0; i < 32; i += 8)
        {
            V a0 = p[i] ^ r[i], a1 = p[i + 1] ^ r[i + 1], b0 = p[i + 2] ^ r[i + 2], b1 = p[i + 3] ^ r[i + 3];
            V c0 = p[i + 4] ^ r[i + 4], c1 = p[i + 5] ^ r[i + 5], d0 = p[i + 6] ^ r[i + 6], d1 = p[i + 7] ^ r[i + 7];
            Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
            b0 = Avx2.Permute4x64(b0, 0b00_11_10_01);
            b1 = Avx2.Permute4x64(b1, 0b00_11_10_01);
            c0 = Avx2.Permute4x64(c0, 0b01_00_11_10);
            c1 = Avx2.Permute4x64(c1, 0b01_00_11_10);
            d0 = Avx2.Permute4x64(d0, 0b10_01_00_11);
            d1 = Avx2.Permute4x64(d1, 0b10_01_00_11);
            Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
            z[i] = a0;
            z[i + 1] = a1;
            z[i + 2] = Avx2.Permute4x64(b0, 0b10_01_00_11);
            z[i + 3] = Avx2.Permute4x64(b1, 0b10_01_00_11);
            z[i + 4] = Avx2.Permute4x64(c0, 0b01_00_11_10);
            z[i + 5] = Avx2.Permute4x64(c1, 0b01_00_11_10);
            z[i + 6] = Avx2.Permute4x64(d0, 0b00_11_10_01);
            z[i + 7] = Avx2.Permute4x64(d1, 0b00_11_10_01);
        }

        for (var i = 0; i < 8; i += 2)
        {
            // A register has one row of two columns; odd and even rows are apart, so a diagonal is a shift across the two.
            V a0 = z[i], a1 = z[i + 1], b0 = z[i + 8], b1 = z[i + 9], c0 = z[i + 16], c1 = z[i + 17], d0 = z[i + 24], d1 = z[i + 25];
            Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
            (b0, b1) = (Join(b0, b1), Join(b1, b0));
            (d0, d1) = (Join(d1, d0), Join(d0, d1));
            Mix(ref a0, ref b0, ref c1, ref d0, ref a1, ref b1, ref c0, ref d1);
            Write(p, r, n, i, a0, xor);
            Write(p, r, n, i + 1, a1, xor);
            Write(p, r, n, i + 8, Join(b1, b0), xor);
            Write(p, r, n, i + 9, Join(b0, b1), xor);
            Write(p, r, n, i + 16, c0, xor);
            Write(p, r, n, i + 17, c1, xor);
            Write(p, r, n, i + 24, Join(d0, d1), xor);
            Write(p, r, n, i + 25, Join(d1, d0), xor);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(V* p, V* r, V* n, int i, V z, bool xor)
    {
        z ^= p[i] ^ r[i];
        n[i] = xor ? n[i] ^ z : z;
    }

    // The upper word of the first and the lower of the second, in each half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Join(V first, V second) => Avx2.AlignRight(second.AsByte(), first.AsByte(), 8).AsUInt64();

    // Two independent mixings side by side, since each alone waits for its multiplications.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref V a0, ref V b0, ref V c0, ref V d0, ref V a1, ref V b1, ref V c1, ref V d1)
    {
        a0 = MultiplyAdd(a0, b0);
        a1 = MultiplyAdd(a1, b1);
        d0 = Avx2.Shuffle((d0 ^ a0).AsInt32(), 0b10_11_00_01).AsUInt64();
        d1 = Avx2.Shuffle((d1 ^ a1).AsInt32(), 0b10_11_00_01).AsUInt64();
        c0 = MultiplyAdd(c0, d0);
        c1 = MultiplyAdd(c1, d1);
        b0 = Turn(b0 ^ c0, Turn24);
        b1 = Turn(b1 ^ c1, Turn24);
        a0 = MultiplyAdd(a0, b0);
        a1 = MultiplyAdd(a1, b1);
        d0 = Turn(d0 ^ a0, Turn16);
        d1 = Turn(d1 ^ a1, Turn16);
        c0 = MultiplyAdd(c0, d0);
        c1 = MultiplyAdd(c1, d1);
        b0 ^= c0;
        b1 ^= c1;
        b0 = (b0 + b0) | (b0 >>> 63);
        b1 = (b1 + b1) | (b1 >>> 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Turn(V x, V bytes) => Avx2.Shuffle(x.AsByte(), bytes.AsByte()).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V MultiplyAdd(V x, V y)
    {
        var product = Avx2.Multiply(x.AsUInt32(), y.AsUInt32());
        return x + y + (product + product);
    }
}
