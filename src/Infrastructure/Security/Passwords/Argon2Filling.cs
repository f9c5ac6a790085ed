using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace UserSystem.Infrastructure.Security.Passwords;

/// <summary>Fills the memory, the work of Argon2 (RFC 9106, sections 3.3 and 3.4).</summary>
/// <param name="memory">The blocks, lane after lane.</param>
/// <param name="parameters">The cost.</param>
internal sealed unsafe class Argon2Filling<TKernel>(ulong* memory, Argon2Parameters parameters)
    where TKernel : struct, IArgon2Kernel
{
    private const int Slices = 4;

    // Lanes of a slice do not depend on each other: while one of these is mixed, the next reference blocks of the others are on
    // their way from memory. That saves a quarter of the time. A thread for each lane ends sooner but takes half as much CPU time again.
    private const int Interleaved = 4;

    private readonly int _lanes = parameters.Parallelism;
    private readonly int _laneBlocks = parameters.LaneBlocks;
    private readonly int _segment = parameters.LaneBlocks / Slices;

    /// <summary>Runs every pass; the first two blocks of each lane must be there.</summary>
    public void Run()
    {
        for (var pass = 0; pass < parameters.Iterations; pass++)
        {
            for (var slice = 0; slice < Slices; slice++)
            {
                for (var lane = 0; lane < _lanes; lane += Interleaved)
                {
                    FillSegments(pass, slice, lane, Math.Min(Interleaved, _lanes - lane));
                }
            }
        }
    }

    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillSegments(int pass, int slice, int firstLane, int count)
    {
        // Data-independent addressing in the first half of the first pass: what makes it Argon2id.
        var independent = parameters.Type is Argon2Type.I || (parameters.Type is Argon2Type.Id && pass == 0 && slice < Slices / 2);
        var space = stackalloc byte[(((2 * Interleaved) + 1) * Argon2Block.Bytes) + 63];
        var addresses = (ulong*)(((nint)space + 63) & ~63);
        var references = stackalloc ulong*[Interleaved];
        var first = pass == 0 && slice == 0 ? 2 : 0;
        var column = (slice * _segment) + first;

        for (var n = 0; n < count; n++)
        {
            if (independent)
            {
                StartAddresses(addresses, n, pass, firstLane + n, slice);
                NextAddresses(addresses, n);
            }

            var previous = Block(firstLane + n, column == 0 ? _laneBlocks - 1 : column - 1);
            references[n] = Reference(pass, slice, first, firstLane + n, Random(addresses, n, first, previous, independent));
        }

        for (var i = first; i < _segment; i++, column++)
        {
            for (var n = 0; n < count; n++)
            {
                var lane = firstLane + n;
                var previous = Block(lane, column == 0 ? _laneBlocks - 1 : column - 1);
                var next = Block(lane, column);
                TKernel.Compress(previous, references[n], next, pass > 0);
                if (i + 1 == _segment)
                {
                    continue;
                }

                if (independent && (i + 1) % Argon2Block.Words == 0)
                {
                    NextAddresses(addresses, n);
                }

                references[n] = Reference(pass, slice, i + 1, lane, Random(addresses, n, i + 1, next, independent));
                Prefetch(references[n]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* Block(int lane, int column) => memory + ((((long)lane * _laneBlocks) + column) * Argon2Block.Words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Random(ulong* addresses, int n, int i, ulong* previous, bool independent) =>
        independent ? addresses[(n * Argon2Block.Words) + Argon2Block.Place(i % Argon2Block.Words)] : *previous;

    /// <summary>Maps J1 and J2 to the block to mix in (RFC 9106, section 3.4.1.1 to 3.4.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* Reference(int pass, int slice, int i, int lane, ulong random)
    {
        var chosen = pass == 0 && slice == 0 ? lane : (int)((uint)(random >> 32) % (uint)_lanes);
        var finished = pass == 0 ? slice * _segment : _laneBlocks - _segment;
        var area = (uint)(chosen == lane ? finished + i - 1 : i == 0 ? finished - 1 : finished);
        var square = (ulong)(uint)random * (uint)random >> 32;
        var start = pass == 0 || slice == Slices - 1 ? 0 : (slice + 1) * _segment;
        var column = start + (int)(area - 1 - (area * square >> 32));
        return Block(chosen, column >= _laneBlocks ? column - _laneBlocks : column);
    }

    // After the address blocks come as many input blocks, and one of zeros.
    private static ulong* Input(ulong* addresses, int n) => addresses + ((Interleaved + n) * Argon2Block.Words);

    private void StartAddresses(ulong* addresses, int n, int pass, int lane, int slice)
    {
        var input = Input(addresses, n);
        new Span<ulong>(input, Argon2Block.Words).Clear();
        new Span<ulong>(Input(addresses, Interleaved), Argon2Block.Words).Clear();
        input[Argon2Block.Place(0)] = (ulong)pass;
        input[Argon2Block.Place(1)] = (ulong)lane;
        input[Argon2Block.Place(2)] = (ulong)slice;
        input[Argon2Block.Place(3)] = (ulong)_lanes * (ulong)_laneBlocks;
        input[Argon2Block.Place(4)] = (ulong)parameters.Iterations;
        input[Argon2Block.Place(5)] = (ulong)parameters.Type;
    }

    private static void NextAddresses(ulong* addresses, int n)
    {
        var (input, zero, output) = ((nint)Input(addresses, n), (nint)Input(addresses, Interleaved), (nint)(addresses + (n * Argon2Block.Words)));
        ((ulong*)input)[Argon2Block.Place(6)]++;
        TKernel.Compress((ulong*)zero, (ulong*)input, (ulong*)output, xor: false);
        TKernel.Compress((ulong*)zero, (ulong*)output, (ulong*)output, xor: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(ulong* block)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        for (var line = 0; line < Argon2Block.Words; line += 8)
        {
            Sse.Prefetch0(block + line);
        }
    }
}
