namespace UserSystem.Infrastructure.Jobs;

/// <summary>The memory of this process.</summary>
internal interface IProcessMemory
{
    /// <summary>Bytes allocated for managed objects since the start.</summary>
    long Allocated { get; }

    /// <summary>Leaves to the system all that is not in use. Everything else stands still for some tens of milliseconds.</summary>
    void GiveBack();
}
