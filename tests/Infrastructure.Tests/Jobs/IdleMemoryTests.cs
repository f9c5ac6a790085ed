using NSubstitute;
using NUnit.Framework;
using UserSystem.Infrastructure.Jobs;
using UserSystem.Infrastructure.Tests.Security;

namespace UserSystem.Infrastructure.Tests.Jobs;

[CancelAfter(30_000)]
internal sealed class IdleMemoryTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly IProcessMemory _memory = Substitute.For<IProcessMemory>();
    private readonly IdleMemory _idle;
    private long _allocated;

    public IdleMemoryTests()
    {
        _memory.Allocated.Returns(_ => _allocated);
        _idle = new IdleMemory(_memory, _clock);
    }

    public void Dispose() => _idle.Dispose();

    [Test]
    public async Task Gives_back_what_a_busy_time_left(CancellationToken ct)
    {
        await StartAsync(ct);
        await PassAsync(allocated: 500 << 20, ct);
        _memory.DidNotReceive().GiveBack();
        await PassAsync(allocated: IdleMemory.Little - 1, ct);

        _memory.Received(1).GiveBack();
    }

    [Test]
    public async Task Lets_a_busy_node_be(CancellationToken ct)
    {
        await StartAsync(ct);
        for (var i = 0; i < 10; i++)
        {
            await PassAsync(IdleMemory.Little, ct);
        }

        _memory.DidNotReceive().GiveBack();
    }

    [Test]
    public async Task Does_so_again_only_when_it_is_worth_it(CancellationToken ct)
    {
        await StartAsync(ct);
        await PassAsync(allocated: 500 << 20, ct);
        await PassAsync(allocated: 0, ct);
        _memory.ClearReceivedCalls();
        for (var i = 0; i < 15; i++)
        {
            await PassAsync(allocated: 1 << 20, ct);
        }

        _memory.DidNotReceive().GiveBack();
        await PassAsync(allocated: 1 << 20, ct);
        _memory.Received(1).GiveBack();
    }

    [Test]
    [NonParallelizable]
    public void What_nobody_needs_goes_back_to_the_system()
    {
        var memory = new ProcessMemory();
        var allocated = memory.Allocated;
        MakeGarbage();
        GC.Collect();
        var committed = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
        Assert.That(memory.Allocated - allocated, Is.GreaterThanOrEqualTo(64 << 20));
        memory.GiveBack();

        Assert.That(GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes, Is.LessThan(committed));
    }

    private static void MakeGarbage()
    {
        var pieces = new byte[64 << 10][];
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] = new byte[1024];
        }

        GC.KeepAlive(pieces);
    }

    private async Task StartAsync(CancellationToken ct)
    {
        await _idle.StartAsync(ct);
        await _clock.SomebodyWaitsAsync(ct);
    }

    private async Task PassAsync(long allocated, CancellationToken ct)
    {
        _allocated += allocated;
        _clock.Advance(IdleMemory.Pause);
        await _clock.SomebodyWaitsAsync(ct);
    }
}
