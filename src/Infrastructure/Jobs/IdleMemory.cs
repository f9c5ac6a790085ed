namespace UserSystem.Infrastructure.Jobs;

/// <summary>
/// Gives memory back to the system while little happens. The collector runs when something is wanted, and not when nothing is: what the
/// last busy minute left would stay for hours. (Java does so since JEP 346.)
/// </summary>
internal sealed class IdleMemory(IProcessMemory memory, TimeProvider clock) : BackgroundWork
{
    /// <summary>How long little has to happen.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>A node that allocates fewer bytes than these in that time is taken for a quiet one: about a hundred requests.</summary>
    public const long Little = 4 << 20;

    /// <summary>Bytes that have to be allocated before it is worth to look for garbage again.</summary>
    public const long Worthwhile = 16 << 20;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken ct)
    {
        var (before, givenBack) = (memory.Allocated, 0L);
        while (true)
        {
            await Task.Delay(Pause, clock, ct);
            var allocated = memory.Allocated;
            if (allocated - before < Little && allocated - givenBack >= Worthwhile)
            {
                memory.GiveBack();
                givenBack = allocated;
            }

            before = allocated;
        }
    }
}
