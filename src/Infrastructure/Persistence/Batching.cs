using System.Diagnostics;
using Npgsql;

namespace UserSystem.Infrastructure.Persistence;

/// <summary>
/// Carries out the work of many callers together: what comes while a batch is under way gathers and leaves with the next one, so that a
/// thousand requests a second are not a thousand statements. For changes that is group commit (DeWitt et al., "Implementation Techniques for
/// Main Memory Database Systems", SIGMOD 1984), for questions what data loaders do. Who comes alone never waits. A statement takes a batch as
/// <c>(select $1)</c>: PostgreSQL would plan anew for each batch whose size it can see.
/// </summary>
/// <typeparam name="TWork">What one caller wants.</typeparam>
/// <typeparam name="TResult">What one caller is told.</typeparam>
/// <param name="most">How many go into one batch at most.</param>
/// <param name="clock">Tells how long a batch has been under way.</param>
/// <param name="carryOut">
/// Carries a batch out and answers each of its members, in one transaction: when one of them is to blame that it fails, the others are carried out without it. Those that
/// it did not answer are told how it failed.
/// </param>
/// <param name="subject">What the work changes: of two that change the same, the second goes into a later batch. Null where nothing is changed.</param>
/// <param name="lanes">How many batches are under way at once while each takes no longer than <see cref="Patience"/>.</param>
/// <param name="kind">What can be carried out together; null where everything can.</param>
/// <param name="evenIfGivenUp">
/// Whether work that nobody waits for any more is begun all the same. As a rule it is not: done late, it would undo what was done since.
/// </param>
internal sealed class Batching<TWork, TResult>(
    int most, TimeProvider clock, Func<IReadOnlyList<Batching<TWork, TResult>.Member>, CancellationToken, Task> carryOut,
    Func<TWork, object>? subject = null, Func<TWork, object>? kind = null, int lanes = 1, bool evenIfGivenUp = false)
{
    /// <summary>How many batches are under way at once at most.</summary>
    public const int MostUnderWay = 4;

    /// <summary>A batch that takes longer waits for a lock or for the network: what comes then waits for it no more, and leaves with another.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly LinkedList<Member> _waiting = [];
    private readonly HashSet<object> _busy = [];
    private int _underWay;
    private bool _isWatched;
    private long _started;

    /// <summary>Answers when the work is done, and for good. Who gives up waiting takes nothing back that has begun.</summary>
    public Task<TResult> CarryOutAsync(TWork work, CancellationToken ct)
    {
        var member = new Member(work, ct);
        bool leads;
        lock (_gate)
        {
            _waiting.AddLast(member);
            leads = Leads();
            if (!leads && !_isWatched)
            {
                _isWatched = true;
                _ = WatchAsync(CancellationToken.None);
            }
        }

        if (leads)
        {
            // Serves others as well, and is therefore neither awaited nor broken off: this caller leaves with its own answer.
            _ = CarryOutAllAsync(CancellationToken.None);
        }

        return member.Answer.WaitAsync(ct);
    }

    private bool Leads()
    {
        var leads = _underWay < lanes || (_underWay < MostUnderWay && clock.GetElapsedTime(_started) > Patience);
        if (leads)
        {
            (_underWay, _started) = (_underWay + 1, clock.GetTimestamp());
        }

        return leads;
    }

    // Where nobody else comes, nobody else starts another batch beside one that is stuck.
    private async Task WatchAsync(CancellationToken ct)
    {
        for (var waits = true; waits;)
        {
            await Task.Delay(Patience + TimeSpan.FromMilliseconds(1), clock, ct).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            bool leads;
            lock (_gate)
            {
                waits = _isWatched = _waiting.Count > 0;
                leads = waits && Leads();
            }

            if (leads)
            {
                _ = CarryOutAllAsync(ct);
            }
        }
    }

    private async Task CarryOutAllAsync(CancellationToken ct)
    {
        for (var batch = TakeNext(after: []); batch.Count > 0; batch = TakeNext(after: batch))
        {
            await CarryOutAsync(batch, ct);
        }
    }

    private async Task CarryOutAsync(List<Member> batch, CancellationToken ct)
    {
        // In a trace the statement stands under the request that waited longest, not under one that led an earlier batch.
        Activity.Current = batch.Select(static member => member.Caller).FirstOrDefault(static caller => caller is { IsStopped: false });
        try
        {
            await carryOut(batch, ct);
        }
        catch (PostgresException refused) when (batch.Count > 1 && IsDueToOne(refused))
        {
            // It took the others of its batch along, and nothing of them is there. Each half is tried by itself, until it is found.
            await CarryOutAsync(batch[..(batch.Count / 2)], ct);
            await CarryOutAsync(batch[(batch.Count / 2)..], ct);
        }
        catch (Exception failure)
        {
            batch.ForEach(member => member.Fail(failure));
        }
    }

    // A value that cannot be (classes 22, 23 and 54), a check of ours (P0), a lock that two waited for (40): the statement was undone as a whole.
    private static bool IsDueToOne(PostgresException refused) => refused.SqlState[..2] is "22" or "23" or "40" or "54" or "P0";

    private List<Member> TakeNext(List<Member> after)
    {
        lock (_gate)
        {
            if (subject is not null)
            {
                after.ForEach(member => _busy.Remove(subject(member.Work)));
            }

            var batch = new List<Member>();
            for (var node = _waiting.First; node is not null && batch.Count < most;)
            {
                var next = node.Next;
                if (node.Value.IsGivenUp && !evenIfGivenUp)
                {
                    _waiting.Remove(node);
                }
                else if (Fits(node.Value.Work, batch))
                {
                    batch.Add(node.Value);
                    _waiting.Remove(node);
                }

                node = next;
            }

            (_underWay, _started) = batch.Count == 0 ? (_underWay - 1, _started) : (_underWay, clock.GetTimestamp());
            return batch;
        }
    }

    private bool Fits(TWork work, List<Member> batch) =>
        (kind is null || batch.Count == 0 || kind(work).Equals(kind(batch[0].Work))) && (subject is null || _busy.Add(subject(work)));

    /// <summary>What one caller wants, and where the answer goes.</summary>
    /// <param name="work">What is wanted.</param>
    /// <param name="ct">Tells that nobody waits for it any more.</param>
    public sealed class Member(TWork work, CancellationToken ct)
    {
        private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TWork Work => work;

        /// <summary>What the caller is doing, for traces.</summary>
        public Activity? Caller { get; } = Activity.Current;

        public bool IsGivenUp => ct.IsCancellationRequested;

        public Task<TResult> Answer => _answer.Task;

        /// <summary>Tells the caller; whoever was told already keeps the first answer.</summary>
        public void Tell(TResult result) => _answer.TrySetResult(result);

        /// <summary>Tells the caller that it failed, unless there is an answer.</summary>
        public void Fail(Exception failure) => _answer.TrySetException(failure);
    }
}
