using System.Runtime.InteropServices;
using NUnit.Framework;
using UserSystem.Infrastructure.Security.Passwords;

namespace UserSystem.Infrastructure.Tests.Security.Passwords;

internal sealed unsafe class Argon2MemoryTests : IDisposable
{
    private static readonly Argon2Parameters Small = new(64, 1, 1);

    private readonly ManualClock _clock = new();
    private readonly Argon2Memory _memory;

    public Argon2MemoryTests() => _memory = new(Small, 3, _clock);

    public void Dispose() => _memory.Dispose();

    [Test]
    public void Lends_zeros_and_wipes_what_comes_back()
    {
        nint address;
        using (var arena = _memory.Rent(Small.Bytes))
        {
            address = arena.Address;
            Assert.That(Content(arena), Is.All.Zero);
            new Span<byte>((void*)arena.Address, (int)Small.Bytes).Fill(0xAA);
        }

        using var again = _memory.Rent(Small.Bytes);
        Assert.That(again.Address, Is.EqualTo(address), "the arena is used again");
        Assert.That(Content(again), Is.All.Zero);
    }

    [Test]
    public void A_hash_leaves_nothing_behind()
    {
        Argon2id.Hash(new Argon2Input("secret"u8, new byte[16]), Small, _memory, new byte[32]);
        using var arena = _memory.Rent(Small.Bytes);

        Assert.That(Content(arena), Is.All.Zero);
    }

    [Test]
    public void Releases_all_but_one_after_five_seconds_of_idleness()
    {
        RentAndReturn(3);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.That(_memory.Idle, Is.EqualTo(3));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_memory.Idle, Is.EqualTo(1));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(_memory.Idle, Is.EqualTo(1));
    }

    [Test]
    [Platform("Linux")]
    public void Leaves_the_pages_of_the_last_to_the_system_after_a_minute_of_idleness()
    {
        var parameters = new Argon2Parameters(4096, 1, 1);
        using var memory = new Argon2Memory(parameters, 1, _clock);
        nint address;
        using (var arena = memory.Rent(parameters.Bytes))
        {
            address = arena.Address;
            Assert.That(PagesInMemory(arena), Is.EqualTo((int)arena.Bytes / Environment.SystemPageSize));
        }

        _clock.Advance(TimeSpan.FromSeconds(59));
        using (var arena = memory.Rent(parameters.Bytes))
        {
            Assert.That(PagesInMemory(arena), Is.Positive, "it was not idle for long");
            new Span<byte>((void*)arena.Address, (int)arena.Bytes).Fill(0xAA);
        }

        _clock.Advance(TimeSpan.FromSeconds(65));
        using var again = memory.Rent(parameters.Bytes);
        Assert.Multiple(() =>
        {
            Assert.That(again.Address, Is.EqualTo(address), "the place is kept");
            Assert.That(PagesInMemory(again), Is.Zero);
        });
        Assert.That(MemoryMarshal.CreateReadOnlySpan(ref *(byte*)again.Address, (int)again.Bytes).ContainsAnyExcept((byte)0), Is.False);
    }

    [Test]
    public void Keeps_an_arena_that_is_used_now_and_then()
    {
        RentAndReturn(2);
        for (var i = 0; i < 10; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            RentAndReturn(2);
        }

        Assert.That(_memory.Idle, Is.EqualTo(2));
    }

    [Test]
    public void Releases_what_a_lower_load_leaves_idle()
    {
        RentAndReturn(3);
        for (var i = 0; i < 2; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            RentAndReturn(1);
        }

        Assert.That(_memory.Idle, Is.EqualTo(1));
        _clock.Advance(TimeSpan.FromSeconds(4));
        RentAndReturn(2);
        Assert.That(_memory.Idle, Is.EqualTo(2));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(_memory.Idle, Is.EqualTo(1), "it is watched again");
    }

    [Test]
    public void Is_not_woken_while_all_rests()
    {
        Assert.That(_clock.Waiting, Is.Zero);
        RentAndReturn(3);
        _clock.Advance(TimeSpan.FromSeconds(55));
        Assert.That(_clock.Waiting, Is.EqualTo(1), "the last one is to rest");
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(_clock.Waiting, Is.Zero);
    }

    [Test]
    public void Does_not_keep_what_a_costlier_foreign_hash_needed()
    {
        RentAndReturn(3);
        using (_memory.Rent(Small.Bytes * 4))
        {
            Assert.That(_memory.Idle, Is.EqualTo(2), "three in all");
        }

        Assert.That(_memory.Idle, Is.EqualTo(2));
    }

    [Test]
    public void Makes_the_next_wait_when_all_arenas_are_out()
    {
        var first = _memory.Rent(Small.Bytes);
        using var second = _memory.Rent(Small.Bytes);
        using var third = _memory.Rent(Small.Bytes);
        Argon2Arena? fourth = null;
        var thread = new Thread(() => fourth = _memory.Rent(Small.Bytes));
        thread.Start();
        SpinWait.SpinUntil(() => (thread.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);
        Assert.That(fourth, Is.Null);

        var address = first.Address;
        first.Dispose();
        Assert.That(thread.Join(TimeSpan.FromSeconds(10)), Is.True);
        using (fourth)
        {
            Assert.That(fourth!.Address, Is.EqualTo(address));
        }
    }

    [Test]
    public void Gives_everything_back_when_disposed()
    {
        var loan = _memory.Rent(Small.Bytes);
        RentAndReturn(2);
        _memory.Dispose();
        Assert.That(_memory.Idle, Is.Zero);
        Assert.That(_clock.Timers, Is.Zero);
        loan.Dispose();

        Assert.That(loan.Address, Is.EqualTo(nint.Zero));
        Assert.That(_memory.Idle, Is.Zero);
        Assert.That(() => _memory.Rent(Small.Bytes), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static byte[] Content(Argon2Arena arena) =>
        MemoryMarshal.CreateReadOnlySpan(ref *(byte*)arena.Address, (int)Small.Bytes).ToArray();

    // The kernel's table of pages, 8 bytes for each, whose highest bit tells whether it is in memory (Linux, admin-guide/mm/pagemap).
    private static int PagesInMemory(Argon2Arena arena)
    {
        var entries = new ulong[arena.Bytes / (nuint)Environment.SystemPageSize];
        using var table = File.OpenRead("/proc/self/pagemap");
        table.Position = arena.Address / Environment.SystemPageSize * sizeof(ulong);
        table.ReadExactly(MemoryMarshal.AsBytes(entries.AsSpan()));
        return entries.Count(static entry => entry >> 63 == 1);
    }

    private void RentAndReturn(int count)
    {
        var arenas = Enumerable.Range(0, count).Select(_ => _memory.Rent(Small.Bytes)).ToArray();
        foreach (var arena in arenas)
        {
            arena.Dispose();
        }
    }
}
