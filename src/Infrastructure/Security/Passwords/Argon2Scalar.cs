using System.Numerics;
using System.Runtime.CompilerServices;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>The compression function without vectors, for every machine.</summary>
internal readonly unsafe struct Argon2Scalar : IArgon2Kernel
{
    /// <inheritdoc/>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(ulong* previous, ulong* reference, ulong* next, bool xor)
    {
        var z = stackalloc ulong[Argon2Block.Words];
        for (var i = 0; i < Argon2Block.Words; i++)
        {
            z[i] = previous[i] ^ reference[i];
        }

        for (var row = 0; row < 8; row++)
        {
            Round(z + (row / 2 * 32) + (row % 2 * 4), 2, 8, 10);
        }

        for (var column = 0; column < 8; column++)
        {
            Round(z + (column / 2 * 8) + (column % 2 * 2), 4, 32, 36);
        }

        for (var i = 0; i < Argon2Block.Words; i++)
        {
            var word = z[i] ^ previous[i] ^ reference[i];
            next[i] = xor ? next[i] ^ word : word;
        }
    }

    // P of RFC 9106, section 3.6, on sixteen words: a quarter is two pairs, the second `half` away; quarters are `quarter` apart.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Round(ulong* z, int half, int quarter, int both)
    {
        ulong v0 = z[0], v1 = z[1], v2 = z[half], v3 = z[half + 1];
        ulong v4 = z[quarter], v5 = z[quarter + 1], v6 = z[both], v7 = z[both + 1];
        var y = z + (2 * quarter);
        ulong v8 = y[0], v9 = y[1], v10 = y[half], v11 = y[half + 1];
        ulong v12 = y[quarter], v13 = y[quarter + 1], v14 = y[both], v15 = y[both + 1];

        Mix(ref v0, ref v4, ref v8, ref v12);
        Mix(ref v1, ref v5, ref v9, ref v13);
        Mix(ref v2, ref v6, ref v10, ref v14);
        Mix(ref v3, ref v7, ref v11, ref v15);
        Mix(ref v0, ref v5, ref v10, ref v15);
        Mix(ref v1, ref v6, ref v11, ref v12);
        Mix(ref v2, ref v7, ref v8, ref v13);
        Mix(ref v3, ref v4, ref v9, ref v14);

        (z[0], z[1], z[half], z[half + 1]) = (v0, v1, v2, v3);
        (z[quarter], z[quarter + 1], z[both], z[both + 1]) = (v4, v5, v6, v7);
        (y[0], y[1], y[half], y[half + 1]) = (v8, v9, v10, v11);
        (y[quarter], y[quarter + 1], y[both], y[both + 1]) = (v12, v13, v14, v15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref ulong a, ref ulong b, ref ulong c, ref ulong d)
    {
        a = MultiplyAdd(a, b);
        d = BitOperations.RotateRight(d ^ a, 32);
        c = MultiplyAdd(c, d);
        b = BitOperations.RotateRight(b ^ c, 24);
        a = MultiplyAdd(a, b);
        d = BitOperations.RotateRight(d ^ a, 16);
        c = MultiplyAdd(c, d);
        b = BitOperations.RotateRight(b ^ c, 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong x, ulong y) => x + y + (2 * (ulong)(uint)x * (uint)y);
}
