namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>The members of the family, numbered as they are hashed (RFC 9106, section 3.1): which blocks are chosen by what was mixed before.</summary>
internal enum Argon2Type
{
    /// <summary>All; only to verify what others made.</summary>
    D,

    /// <summary>None; only to verify what others made.</summary>
    I,

    /// <summary>All but those of the first half of the first pass.</summary>
    Id,
}

/// <summary>The cost of one Argon2 hash (RFC 9106, section 3.1).</summary>
/// <param name="MemoryKiB">Memory in KiB, at least 8 for each lane; rounded down to a multiple of four blocks a lane.</param>
/// <param name="Iterations">Passes over the memory, at least 1.</param>
/// <param name="Parallelism">Lanes, at least 1; part of the hash, not the number of threads.</param>
/// <param name="Type">The member of the family.</param>
internal sealed record Argon2Parameters(int MemoryKiB, int Iterations, int Parallelism, Argon2Type Type = Argon2Type.Id)
{
    /// <summary>The second recommended option of RFC 9106, section 4: 64 MiB, three passes, four lanes.</summary>
    public static Argon2Parameters Default { get; } = new(65536, 3, 4);

    /// <summary>Blocks of 1 KiB in one lane.</summary>
    public int LaneBlocks => MemoryKiB / (4 * Parallelism) * 4;

    /// <summary>Bytes of memory the hash works on.</summary>
    public nuint Bytes => (nuint)LaneBlocks * (nuint)Parallelism * Argon2Block.Bytes;

    /// <summary>Whether the RFC allows these numbers.</summary>
    public bool AreLegal => Iterations >= 1 && Parallelism is >= 1 and < 1 << 24 && MemoryKiB / 8 >= Parallelism;
}
