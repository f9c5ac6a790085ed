using System.Collections.Concurrent;
using System.Diagnostics;
using NUnit.Framework;
using UserSystem.Application.Ports;
using UserSystem.Infrastructure.Jobs;

namespace UserSystem.Infrastructure.Tests.Telemetry;

/// <summary>What a node does each hour, as spans.</summary>
[CancelAfter(30_000)]
public sealed class JobTracesTests
{
    [Test]
    public async Task Each_turn_is_a_trace_of_its_own_that_says_whether_it_broke_off(CancellationToken ct)
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TraceSources.UserSystem,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.OperationName == "job MadeUp")
                {
                    ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var state = new ServiceState();
        state.BecomeReady();
        using var job = new MadeUp(state);

        await job.StartAsync(ct);
        await job.ThirdTurn.WaitAsync(ct);
        await job.StopAsync(ct);

        var (first, second) = (ended.ElementAt(0), ended.ElementAt(1));
        Assert.That((first.Status, first.ParentId, first.TraceId == second.TraceId), Is.EqualTo((ActivityStatusCode.Unset, (string?)null, false)));
        Assert.That((second.Status, second.StatusDescription, second.GetTagItem("error.type")), Is.EqualTo((ActivityStatusCode.Error, (string?)null, nameof(TimeoutException))));
    }

    /// <summary>Does well the first time, breaks off the second, and stands still the third.</summary>
    private sealed class MadeUp(ServiceState state) : HourlyJob(state, new AtOnce())
    {
        private readonly TaskCompletionSource _thirdTurn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _turns;

        public Task ThirdTurn => _thirdTurn.Task;

        public override Task DoAsync(CancellationToken ct)
        {
            switch (++_turns)
            {
                case 1:
                    return Task.CompletedTask;
                case 2:
                    throw new TimeoutException("ann@example.org");
                default:
                    _thirdTurn.SetResult();
                    return Task.Delay(Timeout.Infinite, ct);
            }
        }

        protected override void Tell(string failure)
        {
        }
    }

    /// <summary>A clock for which every wait is over at once.</summary>
    private sealed class AtOnce : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
