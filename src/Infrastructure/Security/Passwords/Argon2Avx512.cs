using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<ulong>;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>The compression function on 512-bit vectors: a block lives in sixteen registers from the first read to the last write.</summary>
internal readonly unsafe struct Argon2Avx512 : IArgon2Kernel
{
    /// <summary>Whether this machine has it, and does not pay for it with a lower clock.</summary>
    public static bool IsSupported => Avx512F.IsSupported && Vector512.IsHardwareAccelerated;

    /// <inheritdoc/>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(ulong* previous, ulong* reference, ulong* next, bool xor)
    {
        V* p = (V*)previous, r = (V*)reference, n = (V*)next;
        V z0 = p[0] ^ r[0], z1 = p[1] ^ r[1], z2 = p[2] ^ r[2], z3 = p[3] ^ r[3];
        V z4 = p[4] ^ r[4], z5 = p[5] ^ r[5], z6 = p[6] ^ r[6], z7 = p[7] ^ r[7];
        V z8 = p[8] ^ r[8], z9 = p[9] ^ r[9], z10 = p[10] ^ r[10], z11 = p[11] ^ r[11];
        V z12 = p[12] ^ r[12], z13 = p[13] ^ r[13], z14 = p[14] ^ r[14], z15 = p[15] ^ r[15];

        Rows(ref z0, ref z1, ref z2, ref z3, ref z4, ref z5, ref z6, ref z7);
        Rows(ref z8, ref z9, ref z10, ref z11, ref z12, ref z13, ref z14, ref z15);
        Columns(ref z0, ref z4, ref z8, ref z12, ref z1, ref z5, ref z9, ref z13);
        Columns(ref z2, ref z6, ref z10, ref z14, ref z3, ref z7, ref z11, ref z15);

        if (xor)
        {
            z0 ^= n[0];
            z1 ^= n[1];
            z2 ^= n[2];
            z3 ^= n[3];
            z4 ^= n[4];
            z5 ^= n[5];
            z6 ^= n[6];
            z7 ^= n[7];
            z8 ^= n[8];
            z9 ^= n[9];
            z10 ^= n[10];
            z11 ^= n[11];
            z12 ^= n[12];
            z13 ^= n[13];
            z14 ^= n[14];
            z15 ^= n[15];
        }

        n[0] = Xor(z0, p[0], r[0]);
        n[1] = Xor(z1, p[1], r[1]);
        n[2] = Xor(z2, p[2], r[2]);
        n[3] = Xor(z3, p[3], r[3]);
        n[4] = Xor(z4, p[4], r[4]);
        n[5] = Xor(z5, p[5], r[5]);
        n[6] = Xor(z6, p[6], r[6]);
        n[7] = Xor(z7, p[7], r[7]);
        n[8] = Xor(z8, p[8], r[8]);
        n[9] = Xor(z9, p[9], r[9]);
        n[10] = Xor(z10, p[10], r[10]);
        n[11] = Xor(z11, p[11], r[11]);
        n[12] = Xor(z12, p[12], r[12]);
        n[13] = Xor(z13, p[13], r[13]);
        n[14] = Xor(z14, p[14], r[14]);
        n[15] = Xor(z15, p[15], r[15]);
    }

    // Four rows: two to a register, their four words side by side, so a diagonal is a turn within each half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows(ref V a0, ref V b0, ref V c0, ref V d0, ref V a1, ref V b1, ref V c1, ref V d1)
    {
        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        b0 = Avx512F.Permute4x64(b0, 0b00_11_10_01);
        b1 = Avx512F.Permute4x64(b1, 0b00_11_10_01);
        c0 = Avx512F.Permute4x64(c0, 0b01_00_11_10);
        c1 = Avx512F.Permute4x64(c1, 0b01_00_11_10);
        d0 = Avx512F.Permute4x64(d0, 0b10_01_00_11);
        d1 = Avx512F.Permute4x64(d1, 0b10_01_00_11);
        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        b0 = Avx512F.Permute4x64(b0, 0b10_01_00_11);
        b1 = Avx512F.Permute4x64(b1, 0b10_01_00_11);
        c0 = Avx512F.Permute4x64(c0, 0b01_00_11_10);
        c1 = Avx512F.Permute4x64(c1, 0b01_00_11_10);
        d0 = Avx512F.Permute4x64(d0, 0b00_11_10_01);
        d1 = Avx512F.Permute4x64(d1, 0b00_11_10_01);
    }

    // Four columns: word pairs of two columns alternate, so a diagonal is a turn across the whole register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(ref V a0, ref V b0, ref V c0, ref V d0, ref V a1, ref V b1, ref V c1, ref V d1)
    {
        var left = Vector512.Create(1UL, 4, 3, 6, 5, 0, 7, 2);
        var right = Vector512.Create(5UL, 0, 7, 2, 1, 4, 3, 6);
        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        b0 = Avx512F.PermuteVar8x64(b0, left);
        b1 = Avx512F.PermuteVar8x64(b1, left);
        c0 = Avx512F.Shuffle4x128(c0, c0, 0b01_00_11_10);
        c1 = Avx512F.Shuffle4x128(c1, c1, 0b01_00_11_10);
        d0 = Avx512F.PermuteVar8x64(d0, right);
        d1 = Avx512F.PermuteVar8x64(d1, right);
        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        b0 = Avx512F.PermuteVar8x64(b0, right);
        b1 = Avx512F.PermuteVar8x64(b1, right);
        c0 = Avx512F.Shuffle4x128(c0, c0, 0b01_00_11_10);
        c1 = Avx512F.Shuffle4x128(c1, c1, 0b01_00_11_10);
        d0 = Avx512F.PermuteVar8x64(d0, left);
        d1 = Avx512F.PermuteVar8x64(d1, left);
    }

    // Two independent mixings side by side, since each alone waits for its multiplications.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref V a0, ref V b0, ref V c0, ref V d0, ref V a1, ref V b1, ref V c1, ref V d1)
    {
        a0 = MultiplyAdd(a0, b0);
        a1 = MultiplyAdd(a1, b1);
        d0 = Avx512F.RotateRight(d0 ^ a0, 32);
        d1 = Avx512F.RotateRight(d1 ^ a1, 32);
        c0 = MultiplyAdd(c0, d0);
        c1 = MultiplyAdd(c1, d1);
        b0 = Avx512F.RotateRight(b0 ^ c0, 24);
        b1 = Avx512F.RotateRight(b1 ^ c1, 24);
        a0 = MultiplyAdd(a0, b0);
        a1 = MultiplyAdd(a1, b1);
        d0 = Avx512F.RotateRight(d0 ^ a0, 16);
        d1 = Avx512F.RotateRight(d1 ^ a1, 16);
        c0 = MultiplyAdd(c0, d0);
        c1 = MultiplyAdd(c1, d1);
        b0 = Avx512F.RotateRight(b0 ^ c0, 63);
        b1 = Avx512F.RotateRight(b1 ^ c1, 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V MultiplyAdd(V x, V y)
    {
        var product = Avx512F.Multiply(x.AsUInt32(), y.AsUInt32());
        return x + y + (product + product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Xor(V x, V y, V z) => Avx512F.TernaryLogic(x, y, z, 0x96);
}
