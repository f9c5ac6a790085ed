using System.Buffers.Binary;
using System.Security.Cryptography;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>Argon2id, and for verifying what others made its relatives, version 1.3 (RFC 9106).</summary>
internal static unsafe class Argon2id
{
    /// <summary>Version 1.3, as it is hashed and written.</summary>
    public const int Version = 0x13;

    /// <summary>What this machine does best.</summary>
    public static Argon2Kernel BestKernel { get; } =
        Argon2Avx512.IsSupported ? Argon2Kernel.Avx512 : Argon2Avx2.IsSupported ? Argon2Kernel.Avx2 : Argon2Kernel.Scalar;

    /// <summary>Fills <paramref name="tag"/> (at least 4 bytes) with the hash of <paramref name="input"/>.</summary>
    /// <param name="input">Password, salt, and so on.</param>
    /// <param name="parameters">The cost.</param>
    /// <param name="arenas">Lends the memory; this may wait until another hash is done.</param>
    /// <param name="tag">The destination; its length is part of the hash.</param>
    /// <param name="kernel">The instructions to use, which the machine must have; the best by default. The hash does not depend on them.</param>
    /// <exception cref="ArgumentException">The RFC does not allow the parameters or the length of the tag.</exception>
    public static void Hash(
        Argon2Input input, Argon2Parameters parameters, Argon2Memory arenas, Span<byte> tag, Argon2Kernel? kernel = null)
    {
        if (!parameters.AreLegal || tag.Length < 4)
        {
            throw new ArgumentException("Argon2 needs a pass, a lane, 8 KiB for each lane, and 4 bytes of tag.", nameof(parameters));
        }

        using var arena = arenas.Rent(parameters.Bytes);
        var memory = (ulong*)arena.Address;
        Begin(input, parameters, tag.Length, memory);
        switch (kernel ?? BestKernel)
        {
            case Argon2Kernel.Avx512:
                new Argon2Filling<Argon2Avx512>(memory, parameters).Run();
                break;
            case Argon2Kernel.Avx2:
                new Argon2Filling<Argon2Avx2>(memory, parameters).Run();
                break;
            default:
                new Argon2Filling<Argon2Scalar>(memory, parameters).Run();
                break;
        }

        Span<byte> last = stackalloc byte[Argon2Block.Bytes];
        var stride = (long)parameters.LaneBlocks * Argon2Block.Words;
        Argon2Block.LoadXor(memory + stride - Argon2Block.Words, parameters.Parallelism, stride, last);
        LongHash(last, tag);
        CryptographicOperations.ZeroMemory(last);
    }

    // H0 and the first two blocks of each lane (section 3.2, steps 1, 3 and 4).
    private static void Begin(Argon2Input input, Argon2Parameters parameters, int tagLength, ulong* memory)
    {
        Span<byte> seed = stackalloc byte[64 + 8], block = stackalloc byte[Argon2Block.Bytes];
        new Blake2b(64)
            .Append(parameters.Parallelism).Append(tagLength).Append(parameters.MemoryKiB).Append(parameters.Iterations)
            .Append(Version).Append((int)parameters.Type)
            .AppendWithLength(input.Password).AppendWithLength(input.Salt)
            .AppendWithLength(input.Secret).AppendWithLength(input.AssociatedData)
            .Finish(seed);
        for (var lane = 0; lane < parameters.Parallelism; lane++)
        {
            for (var column = 0; column < 2; column++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(seed[64..], column);
                BinaryPrimitives.WriteInt32LittleEndian(seed[68..], lane);
                LongHash(seed, block);
                Argon2Block.Store(block, memory + ((((long)lane * parameters.LaneBlocks) + column) * Argon2Block.Words));
            }
        }

        CryptographicOperations.ZeroMemory(seed);
        CryptographicOperations.ZeroMemory(block);
    }

    // H' (section 3.3): a chain of hashes of which all but the last give their first half.
    private static void LongHash(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        if (hash.Length <= 64)
        {
            new Blake2b(hash.Length).Append(hash.Length).Append(data).Finish(hash);
            return;
        }

        Span<byte> link = stackalloc byte[64];
        new Blake2b(64).Append(hash.Length).Append(data).Finish(link);
        var rest = hash;
        for (; ; Blake2b.Hash(link, link))
        {
            link[..32].CopyTo(rest);
            rest = rest[32..];
            if (rest.Length <= 64)
            {
                break;
            }
        }

        Blake2b.Hash(link, rest);
        CryptographicOperations.ZeroMemory(link);
    }
}
