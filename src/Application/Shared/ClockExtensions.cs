namespace UserSystem.Application.Shared;

/// <summary>Waiting by the injected clock.</summary>
internal static class ClockExtensions
{
    /// <summary>Waits until the time since <paramref name="start"/> is a whole multiple of <paramref name="step"/>.</summary>
    public static Task DelayToStepAsync(this TimeProvider clock, long start, TimeSpan step, CancellationToken ct)
    {
        var elapsed = clock.GetElapsedTime(start);
        var rest = step - TimeSpan.FromTicks(elapsed.Ticks % step.Ticks);
        return Task.Delay(rest, clock, ct);
    }
}
