using System.Runtime.InteropServices;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>A piece of native memory on loan; giving it back wipes it.</summary>
internal sealed unsafe partial class Argon2Arena : IDisposable
{
    private const nuint HugePage = 2 << 20;
    private const int AdviseNotNeeded = 4;
    private const int AdviseHugePages = 14;

    private readonly Argon2Memory _owner;
    private readonly bool _huge;
    private nuint _used;

    /// <summary>Takes memory from the system.</summary>
    public Argon2Arena(Argon2Memory owner, nuint bytes)
    {
        _owner = owner;
        Bytes = bytes;

        // Reads go to random places: with pages of 4 KiB the processor would spend its time on finding them.
        _huge = OperatingSystem.IsLinux() && bytes >= HugePage;
        Address = (nint)NativeMemory.AlignedAlloc(bytes, _huge ? HugePage : 64);
        if (_huge)
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

    /// <summary>
    /// Leaves the memory to the system until the next hash, and keeps its place. What is found there then are zeros, as after each loan. Where
    /// the system knows no such thing, or the arena is smaller than a huge page, nothing happens.
    /// </summary>
    public void Rest()
    {
        if (_huge)
        {
            _ = Advise(Address, Bytes, AdviseNotNeeded);
        }
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
