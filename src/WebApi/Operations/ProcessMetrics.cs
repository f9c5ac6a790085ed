using System.Diagnostics;
using System.Diagnostics.Metrics;
using UserSystem.Application.Ports;

namespace UserSystem.WebApi.Operations;

/// <summary>What the process takes of its machine.</summary>
internal static class ProcessMetrics
{
    public static void Create(IMeterFactory meters)
    {
        var meter = meters.Create(MeterNames.UserSystem);
        meter.CreateObservableGauge("process.memory", static () => Environment.WorkingSet);
        meter.CreateObservableCounter("process.cpu", static () => Environment.CpuUsage.TotalTime.TotalSeconds);
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000d;
        meter.CreateObservableGauge("process.start", () => started);
    }
}
