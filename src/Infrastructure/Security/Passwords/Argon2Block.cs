using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>
/// How a block of 1 KiB lies in memory: not in the order of its 128 words but in that of the vector registers. Each run
/// of eight words holds the same quarter of two neighbouring rows, so rows and columns are both mixed without moving a word
/// between registers. Word 0, which names the next reference block, stays in front.
/// </summary>
internal static unsafe class Argon2Block
{
    /// <summary>Bytes in a block.</summary>
    public const int Bytes = 1024;

    /// <summary>64-bit words in a block.</summary>
    public const int Words = 128;

    /// <summary>Where word <paramref name="word"/> of the RFC's block is kept: its row's lowest bit moves below the quarter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Place(int word) => (word & 0x63) | ((word >> 2) & 0x04) | ((word << 1) & 0x18);

    /// <summary>Stores 1024 bytes of the RFC's order as a block.</summary>
    public static void Store(ReadOnlySpan<byte> bytes, ulong* block)
    {
        for (var i = 0; i < Words; i++)
        {
            block[Place(i)] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
        }
    }

    /// <summary>Writes the exclusive or of some blocks as 1024 bytes of the RFC's order.</summary>
    /// <param name="first">The first of the blocks.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="stride">Words from one to the next.</param>
    /// <param name="bytes">The destination.</param>
    public static void LoadXor(ulong* first, int count, long stride, Span<byte> bytes)
    {
        for (var i = 0; i < Words; i++)
        {
            var word = 0UL;
            for (var n = 0; n < count; n++)
            {
                word ^= first[(n * stride) + Place(i)];
            }

            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 * i)..], word);
        }
    }
}
