using System.Runtime.InteropServices;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>A piece of native memory on loan; giving it back wipes it.</summary>
internal sealed unsafe partial class Argon2Arena : IDisposable
{
    private const nuint HugePage = 2 << 20;
    private const int AdviseHugePages = 14;

    private readonly Argon2Memory _owner;
    private nuint _used;

    /// <summary>Takes memory from the system.</summary>
    public Argon2Arena(Argon2Memory owner, nuint bytes)
    {
        _owner = owner;
        Bytes = bytes;

        // Reads go to random places: with pages of 4 KiB the processor would spend its time on finding them.
        var huge = OperatingSystem.IsLinux() && bytes >= HugePage;
        Address = (nint)NativeMemory.AlignedAlloc(bytes, huge ? HugePage : 64);
        if (huge)
        {
            // Advice only: without it all works, slower.
            _ = Advise(Address, bytes, AdviseHugePages);
        }

        NativeMemory.Clear((void*)Address, bytes);
    }

    /// <summary>The first byte, on a 64 byte boundary at least.</summary>
    public nint Address { get; private set; }

    /// <summary>How much there is.</summary>
    public nuint Bytes { get; }

    /// <summary>When it was last given back, in ticks of the owner's clock.</summary>
    public long IdleSince { get; set; }

    /// <summary>Notes how much the borrower will write.</summary>
    public void Lend(nuint bytes) => _used = bytes;

    /// <summary>Gives the memory back, wiped.</summary>
    public void Dispose()
    {
        NativeMemory.Clear((void*)Address, _used);
        _owner.Return(this);
    }

    /// <summary>Gives the memory back to the system.</summary>
    public void Free()
    {
        NativeMemory.AlignedFree((void*)Address);
        Address = 0;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);
}
