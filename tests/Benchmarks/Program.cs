using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace UserSystem.Benchmarks;

/// <summary>
/// Runs the benchmarks that the arguments choose: <c>--filter '*'</c> for all, and with <c>--dry</c> each once, only to see that they
/// work; fails where one did not.
/// </summary>
internal static class Program
{
    private const string Dry = "--dry";

    private static int Main(string[] args)
    {
        // In this process: the tool looks for a project named like the assembly, and ours are named like their folders.
        var job = (args.Contains(Dry) ? Job.Dry : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
            .Run([.. args.Where(static argument => argument != Dry)], DefaultConfig.Instance.AddJob(job)).ToList();
        return summaries.Count > 0 && summaries.TrueForAll(static summary => summary.Reports.All(static report => report.Success)) ? 0 : 1;
    }
}
