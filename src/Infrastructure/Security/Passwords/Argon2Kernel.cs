namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>Which instructions do the mixing. All give the same hash.</summary>
internal enum Argon2Kernel
{
    /// <summary>No vectors; every machine.</summary>
    Scalar,

    /// <summary>256-bit vectors.</summary>
    Avx2,

    /// <summary>512-bit vectors.</summary>
    Avx512,
}
