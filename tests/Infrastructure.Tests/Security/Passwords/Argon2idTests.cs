using System.Runtime.InteropServices;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Infrastructure.Tests.Security.Passwords;

internal sealed partial class Argon2idTests : IDisposable
{
    private readonly Argon2Memory _memory = new(new(1024, 1, 1), 1, TimeProvider.System);

    public void Dispose() => _memory.Dispose();

    [Test]
    public void Gives_the_tag_of_RFC_9106_section_5_3([Values] Argon2Kernel kernel)
    {
        Require(kernel);
        var input = new Argon2Input(Bytes(32, 1), Bytes(16, 2)) { Secret = Bytes(8, 3), AssociatedData = Bytes(12, 4) };
        var tag = new byte[32];
        Argon2id.Hash(input, new(32, 3, 4), _memory, tag, kernel);

        Assert.That(Convert.ToHexStringLower(tag), Is.EqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
    }

    [TestCase(Argon2Type.D, "512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb", Description = "section 5.1")]
    [TestCase(Argon2Type.I, "c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8", Description = "section 5.2")]
    public void Gives_the_tags_of_its_relatives_in_RFC_9106(Argon2Type type, string expected)
    {
        foreach (var kernel in Enum.GetValues<Argon2Kernel>().Where(IsHere))
        {
            var input = new Argon2Input(Bytes(32, 1), Bytes(16, 2)) { Secret = Bytes(8, 3), AssociatedData = Bytes(12, 4) };
            var tag = new byte[32];
            Argon2id.Hash(input, new(32, 3, 4, type), _memory, tag, kernel);

            Assert.That(Convert.ToHexStringLower(tag), Is.EqualTo(expected), kernel.ToString());
        }
    }

    [Test]
    public void Agrees_with_the_reference_library_about_its_relatives(
        [Values(Argon2Type.D, Argon2Type.I)] Argon2Type type, [Values(333, 4097)] int memory, [Values(1, 3)] int iterations, [Values(1, 3, 5)] int parallelism)
    {
        if (!NativeLibrary.TryLoad("libargon2.so.1", out _))
        {
            Assert.Ignore("libargon2.so.1 is not installed (package libargon2-1); the vectors of the RFC are the only proof here.");
        }

        var (password, salt) = (Bytes(20, 7), Bytes(16, 9));
        byte[] expected = new byte[32], tag = new byte[32];
        var (t, m, p, n) = ((uint)iterations, (uint)memory, (uint)parallelism, (nuint)32);
        var code = type is Argon2Type.D
            ? ReferenceD(t, m, p, password, (nuint)password.Length, salt, (nuint)salt.Length, expected, n)
            : ReferenceI(t, m, p, password, (nuint)password.Length, salt, (nuint)salt.Length, expected, n);
        Argon2id.Hash(new Argon2Input(password, salt), new(memory, iterations, parallelism, type), _memory, tag);

        Assert.That(code, Is.Zero);
        Assert.That(tag, Is.EqualTo(expected));
    }

    [Test, Combinatorial]
    public void Agrees_with_the_reference_library(
        [Values] Argon2Kernel kernel,
        [Values(128, 333, 1024, 4097)] int memory,
        [Values(1, 3)] int iterations,
        [Values(1, 2, 3, 4, 5, 16)] int parallelism,
        [Values(4, 32, 100)] int length)
    {
        Require(kernel);
        if (!NativeLibrary.TryLoad("libargon2.so.1", out _))
        {
            Assert.Ignore("libargon2.so.1 is not installed (package libargon2-1); the vectors of the RFC are the only proof here.");
        }

        var password = Bytes(memory % 100, 7);
        var salt = Bytes(8 + parallelism, 9);
        byte[] expected = new byte[length], tag = new byte[length];
        var code = Reference(
            (uint)iterations, (uint)memory, (uint)parallelism, password, (nuint)password.Length, salt, (nuint)salt.Length, expected, (nuint)length);
        Argon2id.Hash(new Argon2Input(password, salt), new(memory, iterations, parallelism), _memory, tag, kernel);

        Assert.That(code, Is.Zero);
        Assert.That(tag, Is.EqualTo(expected));
    }

    [Test]
    public void Gives_the_same_tag_whatever_the_instructions([Values(64, 777)] int memory, [Values(1, 3, 6)] int parallelism)
    {
        var tags = Enum.GetValues<Argon2Kernel>().Where(IsHere).Select(kernel =>
        {
            var tag = new byte[32];
            Argon2id.Hash(new Argon2Input("pass word"u8, Bytes(16, 5)), new(memory, 3, parallelism), _memory, tag, kernel);
            return Convert.ToHexString(tag);
        });

        Assert.That(tags.Distinct().Count(), Is.EqualTo(1));
    }

    [TestCase(7, 1, 1, 32)]
    [TestCase(31, 1, 4, 32)]
    [TestCase(64, 0, 1, 32)]
    [TestCase(64, 1, 0, 32)]
    [TestCase(64, 1, 1, 3)]
    public void Refuses_what_the_RFC_does_not_allow(int memory, int iterations, int parallelism, int length)
    {
        void Hash() => Argon2id.Hash(
            new Argon2Input("password"u8, Bytes(16, 5)), new(memory, iterations, parallelism), _memory, new byte[length]);

        Assert.That(Hash, Throws.ArgumentException);
    }

    private static byte[] Bytes(int count, byte value) => [.. Enumerable.Repeat(value, count)];

    private static bool IsHere(Argon2Kernel kernel) => kernel switch
    {
        Argon2Kernel.Avx512 => Argon2Avx512.IsSupported,
        Argon2Kernel.Avx2 => Argon2Avx2.IsSupported,
        _ => true,
    };

    private static void Require(Argon2Kernel kernel)
    {
        if (!IsHere(kernel))
        {
            Assert.Ignore($"This machine has no {kernel}.");
        }
    }

    [LibraryImport("libargon2.so.1", EntryPoint = "argon2id_hash_raw")]
    private static partial int Reference(
        uint iterations, uint memory, uint parallelism, byte[] password, nuint passwordLength, byte[] salt, nuint saltLength, byte[] hash, nuint hashLength);

    [LibraryImport("libargon2.so.1", EntryPoint = "argon2d_hash_raw")]
    private static partial int ReferenceD(
        uint iterations, uint memory, uint parallelism, byte[] password, nuint passwordLength, byte[] salt, nuint saltLength, byte[] hash, nuint hashLength);

    [LibraryImport("libargon2.so.1", EntryPoint = "argon2i_hash_raw")]
    private static partial int ReferenceI(
        uint iterations, uint memory, uint parallelism, byte[] password, nuint passwordLength, byte[] salt, nuint saltLength, byte[] hash, nuint hashLength);
}
