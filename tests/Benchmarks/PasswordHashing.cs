using BenchmarkDotNet.Attributes;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Benchmarks;

/// <summary>
/// One hash of a login at the default cost, in pooled memory. It runs on one thread, so its time is its CPU time. A case for instructions that
/// the machine lacks fails alone.
/// </summary>
[MemoryDiagnoser]
public class PasswordHashing : IDisposable
{
    private readonly Argon2Memory _memory = new(Argon2Parameters.Default, 1, TimeProvider.System);
    private readonly byte[] _salt = new byte[16];
    private readonly byte[] _tag = new byte[32];

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _memory.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The fallback for every machine.</summary>
    [Benchmark]
    public byte Scalar() => Hash(Argon2Kernel.Scalar);

    /// <summary>256-bit vectors.</summary>
    [Benchmark]
    public byte Avx2() => Hash(Argon2Kernel.Avx2);

    /// <summary>512-bit vectors.</summary>
    [Benchmark]
    public byte Avx512() => Hash(Argon2Kernel.Avx512);

    /// <summary>What the product uses on this machine.</summary>
    [Benchmark(Baseline = true)]
    public byte Best() => Hash(Argon2id.BestKernel);

    private byte Hash(Argon2Kernel kernel)
    {
        Argon2id.Hash(new Argon2Input("correct horse battery"u8, _salt), Argon2Parameters.Default, _memory, _tag, kernel);
        return _tag[0];
    }
}
