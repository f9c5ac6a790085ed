using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using UserSystem.Application.Accounts;
using UserSystem.Application.Ports;
using UserSystem.Domain.Sessions;

namespace UserSystem.Infrastructure.Security.Tokens;

/// <summary>
/// Remembers each session that ended for as long as an access token of it may not have expired, and then forgets it. When more end than
/// memory is meant to hold it says so, and the database has to be asked until the ones that found no room are of no matter any more.
/// </summary>
internal sealed class EndedSessions(TimeProvider clock, IOptions<SessionsOptions> options, int capacity = EndedSessions.DefaultCapacity)
    : IEndedSessions
{
    // About nine megabytes; with tokens of ten minutes, 150 log-outs a second.
    private const int DefaultCapacity = 100_000;

    // The clocks of two nodes may differ by this much.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<SessionId, Term> _terms = new(Environment.ProcessorCount, capacity);
    private readonly Lock _overflowing = new();
    private volatile Overflow? _overflow;
    private long _nextSweep;
    private int _count;

    /// <summary>How many are remembered; counted beside the dictionary, which would take all its locks to count.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many are remembered at the most.</summary>
    public int Capacity => capacity;

    /// <summary>What ended before this is of no matter any more.</summary>
    public DateTimeOffset RememberedSince => clock.GetUtcNow() - Memory;

    /// <summary>True while sessions may have ended lately that are not remembered.</summary>
    public bool Overflowed => _overflow is { } overflow && !IsOver(overflow.Last);

    private TimeSpan Memory => TimeSpan.FromSeconds(options.Value.AccessTokenLifetimeSeconds) + Skew;

    /// <inheritdoc/>
    public void Add(SessionId sessionId) => Add(sessionId, clock.GetUtcNow());

    /// <summary>The same for one that ended a while ago.</summary>
    public void Add(SessionId sessionId, DateTimeOffset endedAt)
    {
        Sweep();
        var until = endedAt + Memory;
        var term = new Term(until.UtcTicks, clock.GetTimestamp(), until - clock.GetUtcNow());
        if (_terms.ContainsKey(sessionId))
        {
            return;
        }

        if (Count >= capacity)
        {
            NoteOverflow(term);
        }
        else if (_terms.TryAdd(sessionId, term))
        {
            Interlocked.Increment(ref _count);
        }
    }

    /// <summary>True if the session ended lately.</summary>
    public bool Contains(SessionId sessionId) => _terms.ContainsKey(sessionId);

    private void NoteOverflow(Term term)
    {
        lock (_overflowing)
        {
            if (_overflow is not { } known || known.Last.Until < term.Until)
            {
                _overflow = new Overflow(term);
            }
        }
    }

    // By both clocks: were a wall clock that is put forward and back again enough, its tokens would be good again and their ends forgotten.
    private bool IsOver(Term term) => term.Until <= clock.GetUtcNow().UtcTicks && clock.GetElapsedTime(term.AddedAt) >= term.Left;

    private void Sweep()
    {
        var (now, due) = (clock.GetTimestamp(), Volatile.Read(ref _nextSweep));
        var next = now + (long)(SweepInterval.TotalSeconds * clock.TimestampFrequency);
        if (now < due || Interlocked.CompareExchange(ref _nextSweep, next, due) != due)
        {
            return;
        }

        foreach (var entry in _terms)
        {
            if (IsOver(entry.Value) && _terms.TryRemove(entry))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }

    // Until when by the wall clock, in its ticks; and when it was added, with how much of that time left, by the one that only goes forward.
    private readonly record struct Term(long Until, long AddedAt, TimeSpan Left);

    // The last of those that found no room. An object, so that every request can ask for it without a lock.
    private sealed record Overflow(Term Last);
}
