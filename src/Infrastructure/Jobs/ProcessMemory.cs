using System.Runtime.InteropServices;

namespace UserSystem.Infrastructure.Jobs;

/// <inheritdoc cref="IProcessMemory"/>
internal sealed partial class ProcessMemory : IProcessMemory
{
    /// <inheritdoc/>
    public long Allocated => GC.GetTotalAllocatedBytes();

    /// <inheritdoc/>
    public void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = Trim(0);
            }
            catch (EntryPointNotFoundException)
            {
                // Not the GNU library, which alone keeps what the runtime's compiler gave back.
            }
        }
    }

    // malloc_trim(3)
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);
}
